package dev.evenkeel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.CollectiveTimes;
import dev.evenkeel.bench.ProcessCluster;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** {@code bench allreduce --processes P}: times of the collectives, one line a size. */
final class CollectiveTable {
    static final String NAME = "allreduce";

    private CollectiveTable() {}

    static void print(int processes, boolean json, PrintWriter out) {
        List<CollectiveTimes> measured;
        try (ProcessCluster cluster = NodeLaunches.cluster(processes, 1)) {
            measured = CollectiveTimes.measure(cluster);
        }
        if (!json) {
            out.println("all-reduce over " + processes + " processes");
            out.println("   floats  one hop, µs  two hops, µs  MB/s of two hops");
        }
        measured.forEach(times -> out.println(json ? json(times) : text(times)));
        out.flush();
    }

    private static String text(CollectiveTimes times) {
        String oneHop = Double.isNaN(times.oneHop()) ? "" : String.format(Locale.ROOT, "%.0f", times.oneHop());
        return String.format(
                Locale.ROOT,
                "%,9d  %11s  %,12.0f  %,16.0f",
                times.floats(),
                oneHop,
                times.twoHops(),
                times.megabytesPerSecond());
    }

    private static String json(CollectiveTimes times) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", NAME)
                .put("processes", times.processes())
                .put("floats", times.floats())
                .put("microseconds", Math.round(times.twoHops()))
                .put("megabytes_per_second", Math.round(times.megabytesPerSecond()));
        if (!Double.isNaN(times.oneHop())) {
            node.put("one_hop_microseconds", Math.round(times.oneHop()));
        }
        return node.toString();
    }
}
