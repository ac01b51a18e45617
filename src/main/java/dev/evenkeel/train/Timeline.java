package dev.evenkeel.train;

/**
 * Which samples each step of a run uses: pure arithmetic. Epochs and steps count from 1, steps over the whole run; every
 * training sample is used exactly once an epoch, and the last mini-batch of an epoch is smaller where the size does not divide.
 *
 * @param samples of the training part
 */
public record Timeline(int samples, int batchSize, int epochs) {
    /** The samples of one step: positions {@code from … to − 1} of the epoch's order. */
    public record Batch(long step, int epoch, int from, int to) {
        public int size() {
            return to - from;
        }
    }

    public int stepsPerEpoch() {
        return (samples + batchSize - 1) / batchSize;
    }

    public long steps() {
        return (long) stepsPerEpoch() * epochs;
    }

    public int epochOf(long step) {
        return Math.toIntExact((step - 1) / stepsPerEpoch()) + 1;
    }

    /** Last step of an epoch. */
    public long lastStep(int epoch) {
        return (long) epoch * stepsPerEpoch();
    }

    public Batch batch(long step) {
        int epoch = epochOf(step);
        int index = Math.toIntExact((step - 1) % stepsPerEpoch());
        int from = index * batchSize;
        return new Batch(step, epoch, from, Math.min(samples, from + batchSize));
    }
}
