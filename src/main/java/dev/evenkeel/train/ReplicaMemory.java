package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.Network;
import dev.evenkeel.optim.Optimizer;
import java.util.List;

/**
 * What one worker's replica takes of the heap, in bytes, worked out from the job without allocating it.
 *
 * @param state parameters, optimizer state and running statistics
 * @param gradients one flat array for each tree node of the shard, and those that fold and reduce them
 * @param weights the weights once more, in the kernels' order, for forward and backward
 * @param values what layers make of the shard, and the gradients of that; by far the most in convolutional networks
 * @param evaluation values of the samples that are evaluated at once
 */
public record ReplicaMemory(long state, long gradients, long weights, long values, long evaluation) {
    /** Of the member of that rank. */
    static ReplicaMemory of(JobSpec job, Dataset data, Network network, StepLayout layout, int rank) {
        long floats = network.size();
        long slots = Optimizer.of(job.optimizer()).slots();
        long nodes = layout.sums().nodes().get(rank).size();
        long folded = layout.sums().slots() - 1L;
        int tests = data.test().size();
        long evaluated = tests == 0 ? 0 : Evaluation.lanes(tests, job.microBatch());
        return new ReplicaMemory(
                Float.BYTES * (floats * (1 + slots) + 2L * network.normChannels()),
                Float.BYTES * floats * (nodes + 1 + folded),
                Float.BYTES * floats * 2,
                Float.BYTES
                        * sum(network.passBuffers(true))
                        * layout.lanes(rank).total(),
                Float.BYTES * sum(network.passBuffers(false)) * evaluated);
    }

    private static long sum(List<Integer> floats) {
        return floats.stream().mapToLong(Integer::longValue).sum();
    }

    public long total() {
        return state + gradients + weights + values + evaluation;
    }
}
