package dev.evenkeel.math;

/**
 * Philox4x32-10: a generator without state, which maps a 128-bit counter and a 64-bit key to 128 random bits (Salmon, Moraes,
 * Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). Whoever computes a value gets the same one, in
 * any order, on any machine.
 */
public final class Philox {
    /** Words of a block. */
    public static final int WORDS = 4;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /** Writes the block of counter (c0, c1, c2, c3) to {@code out[at] … out[at + 3]}; the key's low word is the paper's first. */
    public static void block(long key, int c0, int c1, int c2, int c3, int[] out, int at) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (x0 & LOW) * MULTIPLIER_0;
            long p1 = (x2 & LOW) * MULTIPLIER_1;
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = x0;
        out[at + 1] = x1;
        out[at + 2] = x2;
        out[at + 3] = x3;
    }
}
