package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Optimizers;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Infinities and not-a-numbers end the step before anything is updated: on every member with the same sentence, for every
 * number of members, and with the state as it was, bit for bit. Running statistics too (trap 14).
 */
class NotFiniteTest {
    private static final int SAMPLES = 29;
    private static final String ADVICE =
            "; a smaller learning rate, batch normalization or gradient-clip usually helps";
    private static final LayerSpec[] PLAIN = {dense(5), relu(), dense(4)};
    private static final LayerSpec[] NORM = {denseWithoutBias(5), batchNorm(), relu(), dense(4)};

    @Test
    void shouldNameTheLayerWhoseOutputIsNotANumber() {
        assertEquals(
                "step 1 (epoch 1): the loss is not finite, and layer 1 (dense) is the first whose output is not; the state is that"
                        + " of step 0" + ADVICE,
                sentence(Jobs.of(PLAIN), with(17, Float.NaN), 0));
    }

    @Test
    void shouldNameTheBatchNormWhoseStatisticsAreNotFinite() {
        assertEquals(
                "step 1 (epoch 1): the statistics of layer 2 (batch-norm) are not finite; the state is that of step 0"
                        + ADVICE,
                sentence(Jobs.of(NORM), with(17, Float.NaN), 0));
    }

    @Test
    void shouldNameTheStepAndTheEpoch() {
        // 29 samples in batches of 8: four steps an epoch; the state has moved, momentum and running statistics too.
        Jobs jobs = Jobs.of(NORM).batchSize(8).microBatch(3).epochs(3);
        int id = KeyedRandom.permutation(SAMPLES, 42, 2)[9];
        Samples data = with(0, 0);
        String sentence =
                sentence(jobs, data, 5, (inputs, step) -> inputs[id][2] = step == 5 ? Float.POSITIVE_INFINITY : 0);
        assertEquals(
                "step 6 (epoch 2): the statistics of layer 2 (batch-norm) are not finite; the state is that of step 5"
                        + ADVICE,
                sentence);
    }

    /** An infinite input saturates the sigmoid, so that output and loss are finite. */
    @Test
    void shouldNameTheGradientWhereTheLossHidesAnInfinity() {
        assertEquals(
                "step 1 (epoch 1): the gradient of layer 1 (dense) is not finite; the state is that of step 0" + ADVICE,
                sentence(Jobs.of(dense(5), sigmoid(), dense(4)), with(17, Float.POSITIVE_INFINITY), 0));
    }

    /** One micro-batch hides an infinity, another has a loss that is none: which layer is named must not depend on shards. */
    @Test
    void shouldNameTheSameLayerWhoeverHasTheSample() {
        Samples data = with(0, 0);
        int[] order = KeyedRandom.permutation(SAMPLES, 42, 1);
        data.inputs()[order[1]][0] = Float.POSITIVE_INFINITY;
        data.inputs()[order[25]][1] = 100;
        JobSpec job = Jobs.of(dense(5), relu(), sigmoid(), dense(4))
                .loss(Loss.MEAN_SQUARED_ERROR)
                .build();
        TrainingState state = Team.initial(job, data);
        for (int unit = 0; unit < 5; unit++) {
            // The infinity makes unit 0 one and leaves the others a half; a large second input makes all of them one.
            float[] weights = {unit == 0 ? 1 : -0.01f, 1, 0.01f, 0.01f};
            System.arraycopy(weights, 0, state.parameters(), 4 * unit, 4);
            state.parameters()[20 + unit] = -10;
        }
        // The sum of three such weights is in the range of floats, that of five is not.
        Arrays.fill(state.parameters(), 25, 45, 1e38f);
        assertEquals(
                "step 1 (epoch 1): the loss is not finite, and layer 4 (dense) is the first whose output is not; the state is that"
                        + " of step 0" + ADVICE,
                sentence(job, state, data, 0, (inputs, step) -> {}));
    }

    @Test
    void shouldRefuseAVarianceBeyondTheRangeOfFloats() {
        Samples data = with(0, 0);
        int[] order = KeyedRandom.permutation(SAMPLES, 42, 1);
        for (int p = 0; p < SAMPLES; p++) {
            // Constant within each micro-batch, so each of their variances is 0.
            data.inputs()[order[p]][0] = p < 8 ? 1e25f : -1e25f;
        }
        assertEquals(
                "step 1 (epoch 1): the statistics of layer 1 (batch-norm) are not finite; the state is that of step 0"
                        + ADVICE,
                sentence(Jobs.of(batchNorm(), dense(4)), data, 0));
    }

    @Test
    void shouldEndTrainingWhoseRateExplodes() {
        sentence(Jobs.of(PLAIN).learningRate(1e30).epochs(9), with(0, 0), 1);
    }

    @Test
    void shouldRefuseAnUpdateBeyondTheRangeOfFloats() {
        for (double rate : new double[] {1e39, 1e300}) {
            assertEquals(
                    "step 1 (epoch 1): the update would leave the range of floats; the state is that of step 0"
                            + ADVICE,
                    sentence(Jobs.of(PLAIN).learningRate(rate), with(0, 0), 0));
        }
    }

    /** The gradient is a float, its square is not. */
    @Test
    void shouldRefuseAMomentBeyondTheRangeOfFloats() {
        Jobs jobs = Jobs.of(dense(4)).optimizer(Optimizers.adam(0.001)).loss(Loss.MEAN_SQUARED_ERROR);
        Samples data = with(17, 1e25f);
        JobSpec job = jobs.build();
        TrainingState state = Team.initial(job, data);
        Arrays.fill(state.parameters(), 0f);
        assertEquals(
                "step 1 (epoch 1): the update would leave the range of floats; the state is that of step 0" + ADVICE,
                sentence(job, state, data, 0, (inputs, step) -> {}));
    }

    /** A sample that holds that value; 0 changes nothing that matters. */
    private static Samples with(int id, float value) {
        Samples data = Samples.random(5, SAMPLES, 4, 4);
        data.inputs()[id][1] = value;
        return data;
    }

    private static String sentence(Jobs jobs, Samples data, int goodSteps) {
        return sentence(jobs, data, goodSteps, (inputs, step) -> {});
    }

    /** The one sentence with which training ends after that many good steps. */
    private static String sentence(Jobs jobs, Samples data, int goodSteps, ObjIntConsumer<float[][]> spoil) {
        JobSpec job = jobs.build();
        return sentence(job, Team.initial(job, data), data, goodSteps, spoil);
    }

    private static String sentence(
            JobSpec job, TrainingState state, Samples data, int goodSteps, ObjIntConsumer<float[][]> spoil) {
        Set<String> sentences = new HashSet<>();
        for (int members : List.of(1, 2, 3, 7)) {
            spoil.accept(data.inputs(), 0);
            Team team = Team.from(state, job, data, members);
            if (goodSteps > 0) {
                team.steps(goodSteps);
            }
            spoil.accept(data.inputs(), goodSteps);
            List<Long> before = team.digests();
            List<String> own = team.all((replica, exchange) -> assertThrows(
                            TrainingException.class, new StepRunner(replica, exchange, StepObserver.NONE)::run)
                    .getMessage());
            assertEquals(before, team.digests());
            assertEquals(1, new HashSet<>(before).size());
            assertEquals(IntStream.range(0, members).mapToObj(i -> own.get(0)).toList(), own);
            sentences.add(own.get(0));
        }
        assertEquals(1, sentences.size(), sentences::toString);
        return sentences.iterator().next();
    }
}
