package dev.evenkeel.kernels;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures every kernel, by vectors and plain, beside what the machine can do at most, and prints a table. Property
 * {@code kernels.only} is a pattern of names; {@code kernels.jvm} the {@code java} command to run them with.
 */
public final class KernelTable {
    private static final List<String> SETS = List.of("vector", "plain");

    private final Map<String, Double> nanos = new HashMap<>();

    private KernelTable() {}

    /** @throws RunnerException if JMH can't run */
    public static void main(String[] arguments) throws RunnerException {
        Pattern only = Pattern.compile(System.getProperty("kernels.only", ""));
        List<Work> works = Catalogue.kernels("vector").stream()
                .filter(work -> only.matcher(work.name()).find())
                .toList();
        KernelTable table = new KernelTable();
        table.measure("vector", PeakWork.all());
        System.out.printf("%n%-52s %10s  %18s  %8s  %18s%n", "", "µs a call", "vector", "of peak", "plain");
        PeakWork.all().forEach(table::print);
        for (Work work : works) {
            SETS.forEach(set -> table.measureUnchecked(set, work));
            table.print(work);
        }
    }

    private void measureUnchecked(String set, Work work) {
        try {
            measure(set, List.of(work));
        } catch (RunnerException failed) {
            throw new IllegalStateException("JMH could not run " + work.name() + " of " + set, failed);
        }
    }

    private void measure(String set, List<Work> works) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pattern.quote(KernelBenchmark.class.getName()))
                .param("kernels", set)
                .param("work", works.stream().map(Work::name).toArray(String[]::new))
                .jvmArgs("--add-modules", "jdk.incubator.vector", "-Xmx1g")
                .verbosity(VerboseMode.SILENT);
        Optional.ofNullable(System.getProperty("kernels.jvm"))
                .filter(jvm -> !jvm.isEmpty())
                .ifPresent(options::jvm);
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            nanos.put(
                    key(set, result.getParams().getParam("work")),
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
    }

    private static String key(String set, String work) {
        return set + ":" + work;
    }

    private void print(Work work) {
        double vector = nanos.get(key("vector", work.name()));
        String plain = Optional.ofNullable(nanos.get(key("plain", work.name())))
                .map(time -> rate(work, time))
                .orElse("");
        System.out.printf(
                Locale.ROOT,
                "%-52s %10.1f  %18s  %6.0f %%  %18s%n",
                work.name(),
                vector / 1e3,
                rate(work, vector),
                100 * peakNanos(work) / vector,
                plain);
    }

    private static String rate(Work work, double nanos) {
        return String.format(
                Locale.ROOT, "%.1f %s", work.amount() / nanos, work.unit().rate());
    }

    /** What the work would take at the peak: of arithmetic, or of a stream that moves about as many bytes. */
    private double peakNanos(Work work) {
        String peak = work.unit() == Work.Unit.OPERATIONS ? PeakWork.MULTIPLY_ADD : nearestStream(work.amount());
        Work at = PeakWork.all().stream()
                .filter(known -> known.name().equals(peak))
                .findFirst()
                .orElseThrow();
        return work.amount() * nanos.get(key("vector", peak)) / at.amount();
    }

    private static String nearestStream(double bytes) {
        return PeakWork.STREAMS.stream()
                .min(Comparator.comparingDouble(stream -> Math.abs(Math.log(stream / bytes))))
                .map(PeakWork::stream)
                .orElseThrow();
    }
}
