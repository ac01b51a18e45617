package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.residual;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Optimizers;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Parameter.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    private static final ParameterKernels KERNELS = KernelSets.plain().parameter();
    private static final Samples DATA = Samples.random(1, 4, 30, 3);

    private static JobSpec job(long seed) {
        return Jobs.of(dense(50), batchNorm(), denseWithoutBias(50), dense(3))
                .seed(seed)
                .build();
    }

    @Test
    void shouldBeginWithKeyedWeightsAndPlainBiasesAndNorms() {
        TrainingState state = Team.initial(job(1), DATA);
        Map<Role, Float> constant = Map.of(Role.BIAS, 0f, Role.GAMMA, 1f, Role.BETA, 0f);
        for (Parameter parameter : Replica.network(job(1), DATA).parameters()) {
            float[] values = Arrays.copyOfRange(state.parameters(), parameter.from(), parameter.to());
            if (parameter.role() != Role.WEIGHT) {
                float[] expected = new float[values.length];
                Arrays.fill(expected, constant.get(parameter.role()));
                assertArrayEquals(expected, values);
                continue;
            }
            double squares = 0;
            for (float value : values) {
                squares += value * value;
            }
            // Lecun's deviation within five standard errors of that many normal numbers.
            double deviation = Math.sqrt(1.0 / parameter.shape().get(1));
            assertEquals(deviation, Math.sqrt(squares / values.length), 5 * deviation / Math.sqrt(2.0 * values.length));
        }
        assertArrayEquals(new float[50], state.runningMean());
        assertEquals(TrainingState.Counters.START, state.counters());
    }

    @Test
    void shouldStartAResidualBlockAsItsShortcutWhereTheJobSaysSo() {
        JobSpec job = Jobs.of(residual(batchNorm(), relu(), batchNorm()).shortcut(batchNorm()), dense(3))
                .zeroInitResidual()
                .build();
        Network network = Replica.network(job, DATA);
        float[] parameters = Team.initial(job, DATA).parameters();
        assertEquals(
                List.of(1f, 0f, 1f),
                network.norms().stream()
                        .map(norm -> parameters[norm.gamma().from()])
                        .toList());
        BatchNorm last = network.norms().get(1);
        for (int i = last.gamma().from(); i < last.beta().to(); i++) {
            assertEquals(0f, parameters[i]);
        }
    }

    @Test
    void shouldGiveEveryWeightTensorItsOwnNumbersBySeed() {
        float[] one = Team.initial(job(1), DATA).parameters();
        assertArrayEquals(one, Team.initial(job(1), DATA).parameters());
        assertFalse(Arrays.equals(one, Team.initial(job(2), DATA).parameters()));
        assertNotEquals(one[0] / one[1], one[1550] / one[1551]);
    }

    @Test
    void shouldKeepTheWeightsWhereBatchNormIsTakenOut() {
        JobSpec without = Jobs.of(dense(50), batchNorm(), denseWithoutBias(50), dense(3))
                .seed(1)
                .withoutBatchNorm()
                .build();
        float[] weights = Team.initial(without, DATA).parameters();
        assertArrayEquals(weights, Arrays.copyOf(Team.initial(job(1), DATA).parameters(), weights.length));
    }

    @Test
    void shouldChangeItsDigestWithEveryBit() {
        TrainingState state = Team.initial(job(1), DATA);
        long digest = state.digest(KERNELS);
        assertEquals(digest, state.copy().digest(KERNELS));
        for (float[] tensor :
                new float[][] {state.parameters(), state.slots()[0], state.runningMean(), state.runningVariance()}) {
            for (int i : new int[] {0, tensor.length / 2, tensor.length - 1}) {
                float before = tensor[i];
                tensor[i] = Float.intBitsToFloat(Float.floatToRawIntBits(before) ^ 1);
                assertNotEquals(digest, state.digest(KERNELS));
                tensor[i] = before;
            }
        }
        TrainingState adam =
                Team.initial(Jobs.of(dense(3)).optimizer(Optimizers.adam(0.001)).build(), DATA);
        TrainingState stepped = adam.copy();
        stepped.products(new double[] {1, 1 - 0x1p-53});
        assertNotEquals(adam.digest(KERNELS), stepped.digest(KERNELS));
        assertNotEquals(stepped.digest(KERNELS), adam.copy().digest(KERNELS));
        for (TrainingState.Counters counters : new TrainingState.Counters[] {
            new TrainingState.Counters(1, 0, 0, 0, 0),
            new TrainingState.Counters(0, 1, 0, 0, 0),
            new TrainingState.Counters(0, 0, 1e-300, 0, 0),
            new TrainingState.Counters(0, 0, 0, 1, 0),
            new TrainingState.Counters(0, 0, 0, 0, 1)
        }) {
            TrainingState moved = state.copy();
            moved.counters(counters);
            assertNotEquals(digest, moved.digest(KERNELS), counters::toString);
        }
    }

    @Test
    void shouldCopyEverything() {
        TrainingState state = Team.initial(job(1), DATA);
        TrainingState copy = state.copy();
        long digest = copy.digest(KERNELS);
        Arrays.fill(state.parameters(), 7f);
        Arrays.fill(state.slots()[0], 7f);
        Arrays.fill(state.runningMean(), 7f);
        Arrays.fill(state.runningVariance(), 7f);
        assertEquals(digest, copy.digest(KERNELS));
    }

    @Test
    void shouldGoOnLikeTheReplicaWhoseStateItTookOver() {
        JobSpec job = Jobs.of(dense(50), batchNorm(), relu(), dense(3))
                .optimizer(Optimizers.adam(0.01))
                .build();
        Replica ahead = new Replica(job, DATA, KernelSets.plain(), Team.initial(job, DATA));
        Replica behind = new Replica(job, DATA, KernelSets.plain(), Team.initial(job, DATA));
        StepRunner first = new StepRunner(ahead, new Alone(), StepObserver.NONE);
        StepRunner second = new StepRunner(behind, new Alone(), StepObserver.NONE);
        first.run();
        first.run();
        second.run();

        Part.State sent = ahead.state().part();
        behind.adopt(sent);

        long digest = ahead.state().digest(KERNELS);
        assertEquals(digest, behind.state().digest(KERNELS));
        long next = first.run().digest();
        assertNotEquals(digest, next);
        assertEquals(next, second.run().digest());
        behind.adopt(sent);
        assertEquals(digest, behind.state().digest(KERNELS));
    }
}
