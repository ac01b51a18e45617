package dev.evenkeel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.evenkeel.bench.ReferenceNet;
import dev.evenkeel.bench.Throughput;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel bench}: training throughput of the reference nets on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures the training throughput of the reference nets on random data.",
            "Whole training steps through coordinator, workers and ledger; the median of ten windows after a warm-up."
        })
final class BenchCommand implements Callable<Integer> {
    private static final List<String> LATER = List.of("allreduce");

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkersOption workers;

    @Parameters(paramLabel = "NAME", description = "mlp, paper, cnn, resnet20 (default: all).")
    private List<String> names =
            Arrays.stream(ReferenceNet.values()).map(ReferenceNet::key).toList();

    @Option(
            names = "--processes",
            paramLabel = "P",
            description = "Measures on P node processes, with the workers dealt to them (default: one each).")
    private Optional<Integer> processes = Optional.empty();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "12", description = "For each net (default: 12).")
    private double seconds;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        if (!(seconds >= 1 && seconds <= 3600)) {
            throw new UsageException("--seconds must be from 1 to 3600, but is " + seconds);
        }
        List<ReferenceNet> nets = names.stream().map(BenchCommand::net).toList();
        PrintWriter out = spec.commandLine().getOut();
        for (ReferenceNet net : nets) {
            Throughput measured = processes.isPresent()
                    ? overProcesses(net, processes.get())
                    : Throughput.measure(net, workers.count(), seconds);
            out.println(json ? json(measured) : text(measured));
            out.flush();
        }
        return ExitStatus.DONE;
    }

    private Throughput overProcesses(ReferenceNet net, int count) {
        if (count < 1) {
            throw new UsageException("--processes must be 1 or more, but is " + count);
        }
        int all = workers.given().orElse(count);
        return Throughput.measure(net, all, seconds, NodeLaunches.cluster(count, (all + count - 1) / count));
    }

    private static ReferenceNet net(String name) {
        if (LATER.contains(name)) {
            throw new UsageException(name + " is not yet in this version: take " + keys());
        }
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
                "%-8s %d %s  %,9.0f samples/s  (best window %,.0f; %s kernels)",
                measured.net().key(),
                measured.workers(),
                measured.workers() == 1 ? "worker " : "workers",
                measured.median(),
                measured.best(),
                measured.kernels());
    }

    private static String json(Throughput measured) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", measured.net().key())
                .put("workers", measured.workers())
                .put("samples_per_second", Math.round(measured.median()))
                .put("best_samples_per_second", Math.round(measured.best()))
                .put("kernels", measured.kernels())
                .toString();
    }
}
