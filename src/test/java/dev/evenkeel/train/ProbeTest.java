package dev.evenkeel.train;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.tanh;
import static dev.evenkeel.job.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.optim.Optimizer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private final JobSpec job = JobSpec.builder("probe")
            .data(Data.synthetic().shape(6, 1, 1).classes(3).samples(50, 10))
            .layers(dense(7).bias(false), batchNorm(), tanh(), dense(3))
            .optimizer(sgd(0.5).momentum(0))
            .batchSize(50)
            .microBatch(16)
            .epochs(3)
            .build();
    private final Dataset data = Datasets.load(job.data(), Path.of(""));
    private final Probe probe = new Probe(job, data, KernelSets.plain());
    private final Replica replica = new Replica(
            job,
            data,
            KernelSets.plain(),
            TrainingState.initial(Replica.network(job, data), Optimizer.of(job.optimizer()), job.seed()));

    @Test
    void shouldSeeTheGradientThatTheStepApplies() {
        for (int step = 1; step <= 2; step++) {
            float[] before = replica.state().parameters().clone();
            float[] gradient = probe.look(replica.state(), Set.of()).gradient();

            new StepRunner(replica, new Alone(), StepObserver.NONE).run();

            for (int i = 0; i < before.length; i++) {
                float moved = (before[i] - replica.state().parameters()[i]) / 0.5f;
                assertEquals(
                        gradient[i], moved, 1e-6f + 1e-4f * Math.abs(gradient[i]), "step " + step + ", element " + i);
            }
        }
    }

    @Test
    void shouldLeaveTheStateAsItIs() {
        long before = replica.state().digest(KernelSets.plain().parameter());
        probe.look(replica.state(), Set.of(0, 2));
        assertEquals(before, replica.state().digest(KernelSets.plain().parameter()));
    }

    @Test
    void shouldSeeWhatGoesIntoALayer() {
        Probe.Look look = probe.look(replica.state(), Set.of(0, 2));

        int[] order = replica.order(1);
        float[] first = new float[6 * 16];
        data.train().gather(order, 0, 16, first, 0, 16);
        float[][] inputs = look.inputs().get(0);
        assertEquals(6, inputs.length);
        assertEquals(50, inputs[0].length);
        for (int f = 0; f < 6; f++) {
            float[] row = new float[10];
            System.arraycopy(first, 16 * f, row, 0, 10);
            float[] seen = new float[10];
            System.arraycopy(inputs[f], 0, seen, 0, 10);
            assertArrayEquals(row, seen);
        }
        // What comes out of batch normalization at initialization has mean 0 and variance 1 over the mini-batch.
        for (float[] unit : look.inputs().get(2)) {
            double sum = 0;
            double squares = 0;
            for (float value : unit) {
                sum += value;
                squares += value * value;
            }
            assertEquals(0, sum / 50, 1e-6);
            assertEquals(1, squares / 50, 1e-3);
        }
    }
}
