package dev.evenkeel.math;

/**
 * Everything random in training, keyed by what it is for instead of drawn in sequence: {@link Philox} under the job's seed as
 * key, at a counter that names the value. A counter's last word holds the purpose in its upper 8 bits, so values of different
 * purposes never share a block.
 *
 * <p>Pure functions; any thread.
 */
public final class KeyedRandom {
    /** Purposes taken here; others, from 16 to 255, are taken with {@link #bits}: 16 by augmentation. */
    private static final int PERMUTATION = 1;

    private static final int NORMAL = 2;
    private static final int FEATURES = 3;

    private static final int PURPOSE_SHIFT = 24;
    private static final int MAX_LAYER = (1 << PURPOSE_SHIFT) - 1;

    private KeyedRandom() {}

    /** 32 random bits for (seed, purpose, a, b, c); purpose from 16 to 255. */
    public static int bits(long seed, int purpose, int a, int b, int c) {
        if (purpose < 16 || purpose > 255) {
            throw new IllegalArgumentException("a purpose is 16 to 255: purpose=" + purpose);
        }
        int[] block = new int[Philox.WORDS];
        Philox.block(seed, a, b, c, purpose << PURPOSE_SHIFT, block, 0);
        return block[0];
    }

    /** A float uniform in [0, 1) from random bits: {@code (bits >>> 8) · 2⁻²⁴}. */
    public static float uniform(int bits) {
        return (bits >>> 8) * 0x1p-24f;
    }

    /**
     * Random words for every feature of one sample in one layer of one epoch: what dropout compares with its threshold.
     * Word f is word {@code f mod 4} of the block at counter (f / 4, sample, epoch, layer).
     *
     * @param layer below 2²⁴
     */
    public static void features(int[] out, long seed, int epoch, int sample, int layer) {
        if (layer < 0 || layer > MAX_LAYER) {
            throw new IllegalArgumentException("a layer index is 0 to " + MAX_LAYER + ": layer=" + layer);
        }
        int last = FEATURES << PURPOSE_SHIFT | layer;
        int whole = out.length / Philox.WORDS * Philox.WORDS;
        for (int f = 0; f < whole; f += Philox.WORDS) {
            Philox.block(seed, f / Philox.WORDS, sample, epoch, last, out, f);
        }
        if (whole < out.length) {
            int[] block = new int[Philox.WORDS];
            Philox.block(seed, whole / Philox.WORDS, sample, epoch, last, block, 0);
            System.arraycopy(block, 0, out, whole, out.length - whole);
        }
    }

    /**
     * Writes {@code count} normally distributed floats of mean 0: {@code out[from + e] = (float) (z_e · deviation)}. z by Box
     * and Muller (1958), in double and by {@code StrictMath}: elements 2b and 2b + 1 are {@code ρ·cos θ} and {@code ρ·sin θ} of
     * the block at counter (b, low and high word of the stream), with {@code ρ = √(−2·log u)}, {@code θ = 2π·v},
     * {@code u} in (0, 1] the first 53 bits of words 0 and 1 plus one, v in [0, 1) those of words 2 and 3, times 2⁻⁵³.
     */
    public static void normals(long seed, long stream, float[] out, int from, int count, double deviation) {
        int[] block = new int[Philox.WORDS];
        for (int e = 0; e < count; e += 2) {
            Philox.block(seed, e / 2, (int) stream, (int) (stream >>> 32), NORMAL << PURPOSE_SHIFT, block, 0);
            double radius = Math.sqrt(-2 * StrictMath.log((bits53(block[0], block[1]) + 1) * 0x1p-53));
            double angle = 2 * Math.PI * (bits53(block[2], block[3]) * 0x1p-53);
            out[from + e] = (float) (radius * StrictMath.cos(angle) * deviation);
            if (e + 1 < count) {
                out[from + e + 1] = (float) (radius * StrictMath.sin(angle) * deviation);
            }
        }
    }

    private static long bits53(int high, int low) {
        return ((long) high << 32 | low & 0xFFFFFFFFL) >>> 11;
    }

    /**
     * The numbers 0 … n − 1 in an order keyed by (seed, epoch), every order equally likely: the shuffle of Fisher and Yates,
     * for i = n − 1 down to 1 swap with an index below i + 1 by Lemire's method (2019), which rejects what would be biased.
     */
    public static int[] permutation(int n, long seed, long epoch) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        Words words = new Words(seed, epoch);
        for (int i = n - 1; i > 0; i--) {
            int j = words.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The words of one permutation, one after another. */
    private static final class Words {
        private final long seed;
        private final long epoch;
        private final int[] block = new int[Philox.WORDS];
        private int next;

        Words(long seed, long epoch) {
            this.seed = seed;
            this.epoch = epoch;
        }

        long word() {
            int at = next % Philox.WORDS;
            if (at == 0) {
                int last = PERMUTATION << PURPOSE_SHIFT;
                Philox.block(seed, next / Philox.WORDS, (int) epoch, (int) (epoch >>> 32), last, block, 0);
            }
            next++;
            return block[at] & 0xFFFFFFFFL;
        }

        int below(int bound) {
            long product = word() * bound;
            if ((product & 0xFFFFFFFFL) < bound) {
                long threshold = (1L << 32) % bound;
                while ((product & 0xFFFFFFFFL) < threshold) {
                    product = word() * bound;
                }
            }
            return (int) (product >>> 32);
        }
    }
}
