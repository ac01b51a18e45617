package dev.evenkeel.data;

import java.util.List;

/**
 * A data set, read and checked: a training part and a test part of samples of one shape. Immutable; any thread.
 *
 * <p>Inputs come normalized by the training part's mean and variance (biased), computed in double in file order: one pair for
 * images of one channel, one per channel for more, one per feature otherwise; a variance of 0 counts as 1. The normalized
 * value is {@code (float) ((x − mean) / √variance)}, computed in double and rounded once.
 */
public interface Dataset {
    /** {@code SHA-256} over everything that training can see of it, 64 hex digits: part of a job's identity. */
    String digest();

    int channels();

    int rows();

    int columns();

    /** Number of classes; 0 where targets are numbers (regression). */
    int classes();

    /** A name for every class, in order of the labels; empty for regression. */
    List<String> classNames();

    Normalization normalization();

    Part train();

    Part test();

    /** Mean and standard deviation that inputs are normalized by: one pair, or one per channel, or one per feature. */
    record Normalization(List<Double> means, List<Double> deviations) {
        public Normalization {
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
        }
    }

    /** The training or the test samples, by index from 0 in file order. */
    interface Part {
        int size();

        /** About how much memory it takes, in bytes. */
        long bytes();

        /**
         * Writes normalized inputs in the sample-innermost layout: feature f of sample {@code ids[first + s]} goes to
         * {@code out[at + f·width + s]} for s below {@code count}; lanes from {@code count} to {@code width} become zero.
         */
        void gather(int[] ids, int first, int count, float[] out, int at, int width);

        /** The class of a sample, from 0. Only where there are classes. */
        int label(int id);

        /** The target of a sample. Only for regression. */
        float target(int id);
    }
}
