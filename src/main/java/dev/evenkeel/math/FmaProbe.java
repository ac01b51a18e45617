package dev.evenkeel.math;

/**
 * Tells hardware {@code Math.fma} from the software one by time: it is as quick as a multiplication and an addition, or
 * hundreds of times slower. The best of many short rounds is compared, so a busy machine does not mislead it, and both are run
 * by the same loop, so an interpreted JVM does not either.
 */
final class FmaProbe {
    private static final int ROUNDS = 40;
    private static final int LENGTH = 100;
    private static final double SOFTWARE_RATIO = 25;

    /** Nanoseconds per operation. */
    record Result(double fusedNanos, double separateNanos) {
        boolean hardware() {
            return fusedNanos < SOFTWARE_RATIO * separateNanos;
        }
    }

    private FmaProbe() {}

    static Result measure() {
        long fused = Long.MAX_VALUE;
        long separate = Long.MAX_VALUE;
        float[] sink = new float[2];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            sink[0] += fused(1 + round);
            long middle = System.nanoTime();
            sink[1] += separate(1 + round);
            long end = System.nanoTime();
            fused = Math.min(fused, middle - begin);
            separate = Math.min(separate, end - middle);
        }
        if (Float.isNaN(sink[0] + sink[1])) {
            throw new AssertionError("finite terms gave no finite sum: " + sink[0] + ", " + sink[1]);
        }
        return new Result((double) fused / LENGTH, Math.max(1, separate) / (double) LENGTH);
    }

    private static float fused(float x) {
        float sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum = Math.fma(sum, 0.5f, x);
        }
        return sum;
    }

    private static float separate(float x) {
        float sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum = sum * 0.5f + x;
        }
        return sum;
    }
}
