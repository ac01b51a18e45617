package dev.evenkeel.nn;

/** What training makes small: the mean over the mini-batch of the loss of a sample. */
public enum Loss {
    SOFTMAX_CROSS_ENTROPY,
    MEAN_SQUARED_ERROR
}
