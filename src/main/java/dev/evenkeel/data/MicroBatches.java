package dev.evenkeel.data;

/** How a mini-batch is cut into micro-batches, the units of summation: by its size alone, never by the workers. */
public final class MicroBatches {
    private MicroBatches() {}

    /**
     * Balanced sizes, the larger ones first: 97 samples in micro-batches of at most 32 are 25, 24, 24, 24.
     *
     * @param samples of the mini-batch; 0 gives no micro-batch
     * @param microBatch most samples of a micro-batch, at least 1
     */
    public static int[] split(int samples, int microBatch) {
        if (samples < 0 || microBatch < 1) {
            throw new IllegalArgumentException(
                    "cannot split: samples=" + samples + " (0 or more), micro-batch=" + microBatch + " (1 or more)");
        }
        int parts = samples / microBatch + (samples % microBatch == 0 ? 0 : 1);
        int[] sizes = new int[parts];
        for (int i = 0; i < parts; i++) {
            sizes[i] = samples / parts + (i < samples % parts ? 1 : 0);
        }
        return sizes;
    }
}
