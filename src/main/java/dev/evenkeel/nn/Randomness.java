package dev.evenkeel.nn;

import dev.evenkeel.math.KeyedRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The keyed randomness of one replica's training pass: which words a layer sees depends on (seed, epoch, sample, layer) and on
 * nothing that happened before. Compute thread only.
 */
public final class Randomness {
    private final long seed;
    private int epoch;
    private int[] samples = {};
    private int from;
    private final Map<Integer, int[]> words = new HashMap<>();

    public Randomness(long seed) {
        this.seed = seed;
    }

    /** The shard at hand: local sample i has id {@code samples[from + i]} in the training part. */
    public void shard(int epoch, int[] samples, int from) {
        this.epoch = epoch;
        this.samples = samples;
        this.from = from;
    }

    /** A buffer for that many words, kept from call to call. */
    int[] words(int count) {
        return words.computeIfAbsent(count, int[]::new);
    }

    void fill(int[] into, int sample, int layer) {
        KeyedRandom.features(into, seed, epoch, samples[from + sample], layer);
    }
}
