package dev.evenkeel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.Allocation;
import dev.evenkeel.bench.Cost;
import dev.evenkeel.bench.Phase;
import dev.evenkeel.bench.PhaseShares;
import dev.evenkeel.bench.ReferenceNet;
import dev.evenkeel.bench.Throughput;
import dev.evenkeel.cluster.StepTimes;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code evenkeel bench}: training throughput of the reference nets on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures the training throughput of the reference nets on random data.",
            "Whole training steps through coordinator, workers and ledger; the median of ten windows after a warm-up."
        })
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkersOption workers;

    @Parameters(
            paramLabel = "NAME",
            description = "mlp, paper, cnn, resnet20 (default: all four), or allreduce: the collectives alone, over"
                    + " --processes.")
    private List<String> names =
            Arrays.stream(ReferenceNet.values()).map(ReferenceNet::key).toList();

    @Option(
            names = "--processes",
            paramLabel = "P",
            description = "Measures on P node processes, with the workers dealt to them (default: one each).")
    private Optional<Integer> processes = Optional.empty();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "12", description = "For each net (default: 12).")
    private double seconds;

    @Option(
            names = "--cost",
            paramLabel = "WHAT",
            converter = CostConverter.class,
            description =
                    "Measures what that costs, with it and without it in turns, eleven times --seconds: health (watching"
                            + " gradient health), order (summing in the order that makes the result the same for any cluster).")
    private Optional<Cost.Of> cost = Optional.empty();

    @Option(
            names = "--phases",
            description = "Also tells what the time of a step goes to, by samples of what the workers run.")
    private boolean phases;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        if (!(seconds >= 1 && seconds <= 3600)) {
            throw new UsageException("--seconds must be from 1 to 3600, but is " + seconds);
        }
        List<ReferenceNet> nets = names.stream()
                .filter(name -> !name.equals(CollectiveTable.NAME))
                .map(BenchCommand::net)
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (names.contains(CollectiveTable.NAME)) {
            CollectiveTable.print(processes.map(BenchCommand::checked).orElse(2), json, out);
        }
        if ((cost.isPresent() || phases) && processes.isPresent()) {
            throw new UsageException("--cost and --phases are measured in one JVM: leave --processes out");
        }
        for (ReferenceNet net : nets) {
            out.println(cost.isPresent() ? cost(cost.get(), net) : throughput(net));
            out.flush();
        }
        return ExitStatus.DONE;
    }

    private String cost(Cost.Of of, ReferenceNet net) {
        Cost measured = Cost.measure(of, net, workers.count(), seconds);
        return json ? json(measured) : text(measured);
    }

    private String throughput(ReferenceNet net) {
        Throughput measured = processes.isPresent() ? overProcesses(net, checked(processes.get())) : here(net);
        return json ? json(measured) : text(measured);
    }

    private Throughput here(ReferenceNet net) {
        return phases
                ? Throughput.sample(net, workers.count(), seconds)
                : Throughput.measure(net, workers.count(), seconds);
    }

    private Throughput overProcesses(ReferenceNet net, int count) {
        int all = workers.given().orElse(count);
        return Throughput.measure(net, all, seconds, NodeLaunches.cluster(count, (all + count - 1) / count));
    }

    private static int checked(int processes) {
        if (processes < 1) {
            throw new UsageException("--processes must be 1 or more, but is " + processes);
        }
        return processes;
    }

    private static ReferenceNet net(String name) {
        return Arrays.stream(ReferenceNet.values())
                .filter(net -> net.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("no net is named " + name + ": take " + keys()));
    }

    private static String keys() {
        return Arrays.stream(ReferenceNet.values()).map(ReferenceNet::key).collect(Collectors.joining(" or "));
    }

    private static String text(Throughput measured) {
        return String.format(
                        Locale.ROOT,
                        "%-8s %d %s  %,9.0f samples/s  (best window %,.0f; %s kernels%s%s)",
                        measured.net().key(),
                        measured.workers(),
                        measured.workers() == 1 ? "worker " : "workers",
                        measured.median(),
                        measured.best(),
                        measured.kernels(),
                        measured.times().map(BenchCommand::shares).orElse(""),
                        measured.allocation().map(BenchCommand::allocation).orElse(""))
                + measured.phases().map(BenchCommand::phases).orElse("");
    }

    private static String text(Cost cost) {
        return String.format(
                Locale.ROOT,
                "%-8s %d %s  %s costs %.1f %% of a step (%.1f to %.1f %% in %d rounds)",
                cost.net().key(),
                cost.workers(),
                cost.workers() == 1 ? "worker " : "workers",
                cost.of().what(),
                100 * cost.median(),
                100 * cost.least(),
                100 * cost.most(),
                cost.ratios().size());
    }

    private static String json(Cost cost) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", cost.net().key())
                .put("workers", cost.workers())
                .put("what", cost.of().what())
                .put("cost", thousandths(cost.median()))
                .toString();
    }

    private static String shares(StepTimes times) {
        double whole = times.whole() / 100.0;
        return String.format(
                Locale.ROOT,
                "; of a step: computing %.0f %%, waiting for statistics %.0f %%, for gradients %.0f %%",
                (times.whole() - times.statistics() - times.gradients()) / whole,
                times.statistics() / whole,
                times.gradients() / whole);
    }

    /** One under the other, the largest first. */
    private static String phases(PhaseShares shares) {
        StringBuilder text = new StringBuilder();
        shares.computing().entrySet().stream()
                .sorted(Map.Entry.<Phase, Double>comparingByValue().reversed())
                .forEach(phase -> text.append(line(phase.getKey().text(), phase.getValue())));
        return text.append(line("waiting", shares.waiting()))
                .append(line("other threads beside it", shares.elsewhere()))
                .toString();
    }

    private static String line(String what, double share) {
        return String.format(Locale.ROOT, "%n  %5.1f %%  %s", 100 * share, what);
    }

    private static String allocation(Allocation perStep) {
        return String.format(
                Locale.ROOT,
                "; allocates %,d bytes a step, %,d of them where kernels run",
                perStep.all(),
                perStep.computing());
    }

    private static String json(Throughput measured) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", measured.net().key())
                .put("workers", measured.workers())
                .put("samples_per_second", Math.round(measured.median()))
                .put("best_samples_per_second", Math.round(measured.best()))
                .put("kernels", measured.kernels());
        measured.times().ifPresent(times -> node.put("waiting_for_statistics", share(times.statistics(), times))
                .put("waiting_for_gradients", share(times.gradients(), times)));
        measured.allocation().ifPresent(perStep -> node.put("allocated_bytes_per_step", perStep.all())
                .put("allocated_bytes_per_step_computing", perStep.computing()));
        measured.phases().ifPresent(shares -> {
            ObjectNode phases = node.putObject("phases");
            for (Phase phase : Phase.values()) {
                phases.put(phase.text(), thousandths(shares.computing().get(phase)));
            }
            phases.put("waiting", thousandths(shares.waiting()));
        });
        return node.toString();
    }

    private static double share(long part, StepTimes times) {
        return thousandths((double) part / times.whole());
    }

    private static double thousandths(double share) {
        return Math.round(1000.0 * share) / 1000.0;
    }

    /** Lower case on the command line. */
    static final class CostConverter implements ITypeConverter<Cost.Of> {
        @Override
        public Cost.Of convert(String text) {
            return Arrays.stream(Cost.Of.values())
                    .filter(of -> of.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("take health or order, not " + text));
        }
    }
}
