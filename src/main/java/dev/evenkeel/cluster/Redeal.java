package dev.evenkeel.cluster;

import dev.evenkeel.reduce.Portions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * That the micro-batches of each step are to be dealt otherwise: a pure decision, and the line that tells an operator of it. The
 * slowest worker is the pace of all, so whoever takes longer for a micro-batch is to have fewer of them.
 */
record Redeal(Portions portions, String reason) {
    /** Others are not worth a change: measured times differ from step to step, and shares are not to follow that. */
    private static final double WORTH = 0.8;

    /** No worker gets more than so many times an even share: its memory was found sufficient for that alone. */
    private static final int MOST = 2;

    /**
     * What would be better, if it is much better.
     *
     * @param workers numbers by rank
     * @param dealt micro-batches that each has now; a worker that has one or more keeps one, or nobody would know its pace
     * @param nanos that each takes for one of them
     */
    static Optional<Redeal> better(List<Integer> workers, int[] dealt, double[] nanos) {
        int microBatches = Arrays.stream(dealt).sum();
        if (microBatches <= dealt.length) {
            return Optional.empty();
        }
        int[] best = best(microBatches, nanos);
        double now = slowest(dealt, nanos);
        double then = slowest(best, nanos);
        if (then > WORTH * now) {
            return Optional.empty();
        }
        String reason = Roster.words(workers) + " compute " + words(best)
                + " micro-batches of each step from now on instead of "
                + words(dealt) + ", since one takes them " + milliseconds(nanos)
                + String.format(
                        Locale.ROOT, " ms: a step is expected to take %.3g ms instead of %.3g", then / 1e6, now / 1e6);
        return Optional.of(new Redeal(new Portions(Arrays.stream(best).boxed().toList()), reason));
    }

    /** One after the other goes to whom it delays least. */
    private static int[] best(int microBatches, double[] nanos) {
        int most = MOST * ((microBatches + nanos.length - 1) / nanos.length);
        int[] dealt = new int[nanos.length];
        Arrays.fill(dealt, 1);
        for (int i = dealt.length; i < microBatches; i++) {
            int next = -1;
            for (int rank = 0; rank < dealt.length; rank++) {
                if (dealt[rank] < most
                        && (next < 0 || (dealt[rank] + 1) * nanos[rank] < (dealt[next] + 1) * nanos[next])) {
                    next = rank;
                }
            }
            dealt[next]++;
        }
        return dealt;
    }

    private static double slowest(int[] dealt, double[] nanos) {
        return IntStream.range(0, dealt.length)
                .mapToDouble(rank -> dealt[rank] * nanos[rank])
                .max()
                .orElseThrow();
    }

    private static String words(int[] dealt) {
        return Arrays.stream(dealt).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String milliseconds(double[] nanos) {
        List<String> each = new ArrayList<>();
        for (double time : nanos) {
            each.add(String.format(Locale.ROOT, "%.3g", time / 1e6));
        }
        return String.join(", ", each);
    }
}
