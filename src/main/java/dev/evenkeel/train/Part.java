package dev.evenkeel.train;

/**
 * One member's contribution to an all-reduce, as it travels between workers. What was sent is not written again before every
 * reader is done with it: by the order of a step's phases, see {@link StepRunner}.
 *
 * @param from rank of the sender
 */
public record Part(Tag tag, int from, Payload payload) {
    /** What is carried; a member with an empty shard sends its part too, with nothing in it. */
    public sealed interface Payload {
        /** Bytes of the values it carries. */
        long bytes();
    }

    /**
     * Batch-norm statistics, by tree node then channel: forward mean and M2, backward Σdy and Σdy·x̂.
     *
     * @param counts values per channel below each node
     */
    public record Statistics(long[] counts, double[] first, double[] second) implements Payload {
        @Override
        public long bytes() {
            return Long.BYTES * ((long) counts.length + first.length + second.length);
        }
    }

    /**
     * Loss of each tree node's samples.
     *
     * @param sums by node: sum of losses, number of right predictions
     * @param pause whether the sender was asked to stop after this step; one wish is enough, and all see it at the same step
     * @param notFinite the lowest layer whose output the sender found not to be finite, or {@link #ALL_FINITE}
     */
    public record Losses(double[] sums, boolean pause, int notFinite) implements Payload {
        public static final int ALL_FINITE = Integer.MAX_VALUE;

        @Override
        public long bytes() {
            return (long) Double.BYTES * sums.length + 5;
        }
    }

    /**
     * Gradients of each tree node: flat arrays as long as the parameters, of which [from, to) is meant.
     */
    public record Gradients(float[][] nodes, int from, int to) implements Payload {
        @Override
        public long bytes() {
            return (long) Float.BYTES * nodes.length * (to - from);
        }
    }

    /**
     * A reduced range [from, to) of a flat array, and the sums of squares of its blocks (an array over all blocks, of which
     * [fromBlock, toBlock) is meant).
     */
    public record Reduced(float[] values, int from, int to, double[] blockSums, int fromBlock, int toBlock)
            implements Payload {
        @Override
        public long bytes() {
            return (long) Float.BYTES * (to - from) + (long) Double.BYTES * (toBlock - fromBlock);
        }
    }

    /**
     * A copy of a whole state, see {@link TrainingState#part} and {@link TrainingState#adopt}.
     *
     * @param numbers counters, then what gradient health remembers
     */
    public record State(
            long[] numbers,
            double[] products,
            float[] parameters,
            float[][] slots,
            float[] runningMean,
            float[] runningVariance)
            implements Payload {
        @Override
        public long bytes() {
            long floats = (1L + slots.length) * parameters.length + runningMean.length + runningVariance.length;
            return Long.BYTES * ((long) numbers.length + products.length) + Float.BYTES * floats;
        }
    }
}
