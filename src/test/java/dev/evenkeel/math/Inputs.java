package dev.evenkeel.math;

import java.util.Random;

/** Seeded inputs for kernels; each prints as what would make it again. */
final class Inputs {
    /** What the values of a buffer are like. */
    enum Kind {
        /** Around 0, with a few zeros of either sign. */
        ORDINARY,
        /** Around 1e4 with a deviation of 1. */
        FAR,
        /** Products underflow, to subnormals and to zeros of either sign. */
        TINY,
        /** Positive in every other array and negative in the rest: products of two that follow each other underflow to −0. */
        SINKING,
        /** Sums overflow, and there are infinities and not-a-numbers among them. */
        WILD
    }

    private static final float[] ODD = {
        Float.NaN,
        Float.intBitsToFloat(0xFFC00001),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        0f,
        -0f,
        88.73f,
        -88.73f,
        -103.9f,
        1e-20f,
        -1e20f
    };

    private final Random random;
    private final Kind kind;
    private int arrays;

    Inputs(long seed, Kind kind) {
        this.random = new Random(seed);
        this.kind = kind;
    }

    float value() {
        float z = (float) random.nextGaussian();
        return switch (kind) {
            case ORDINARY -> random.nextInt(20) == 0 ? (random.nextBoolean() ? 0f : -0f) : z;
            case FAR -> 1e4f + z;
            case TINY -> z * 1e-23f;
            case SINKING -> arrays % 2 == 0 ? -1e-30f : 1e-30f;
            case WILD -> random.nextInt(10) == 0 ? ODD[random.nextInt(ODD.length)] : z * 1e18f;
        };
    }

    float[] values(int n) {
        arrays++;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = value();
        }
        return values;
    }

    /** A buffer of that many features: samples filled, padding zero. */
    float[] buffer(int features, Lanes lanes) {
        arrays++;
        float[] values = new float[features * lanes.total()];
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int f = 0; f < features; f++) {
                for (int s = 0; s < lanes.samples(j); s++) {
                    values[NaiveKernels.at(lanes, features, f, j, s)] = value();
                }
            }
        }
        return values;
    }

    /** Micro-batch indexes that cut a shard into 1 or more subtrees. */
    int[] bounds(int microBatches) {
        return random
                .ints(random.nextInt(3), 1, microBatches + 1)
                .collect(
                        () -> new java.util.TreeSet<>(java.util.List.of(0, microBatches)),
                        java.util.TreeSet::add,
                        java.util.TreeSet::addAll)
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
