package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
    private static final LayerSpec[] NET = {dense(6), batchNorm(), sigmoid(), dropout(0.5), dense(3)};

    /** Trap 11: with running statistics, with nothing dropped, and without an exchange to talk through. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 301})
    void shouldBeThatOfEverySampleOnceForAnyNumberOfMembers(int samples) {
        JobSpec job = Jobs.of(NET).microBatch(6).batchSize(samples).build();
        Samples data = Samples.random(4, samples, 5, 3);
        TrainingState state = NumericGradientTest.anyState(job, data);
        long before = state.digest(KernelSets.plain().parameter());

        Set<Evaluation.Result> results = new HashSet<>();
        for (int members : List.of(1, 2, 3, 5, 7, 8)) {
            results.add(evaluate(job, data, state, members));
        }

        assertEquals(1, results.size(), results::toString);
        Evaluation.Result result = results.iterator().next();
        double[][] output = output(data, state);
        assertEquals(reference(job, data, state).loss(output, data), result.loss(), 1e-6);
        long right = IntStream.range(0, samples)
                .filter(s -> largest(output[s]) == data.label(s))
                .count();
        assertEquals((double) right / samples, result.accuracy());
        assertEquals(before, state.digest(KernelSets.plain().parameter()));
    }

    @Test
    void shouldCountTiesForTheLowestClass() {
        // Without weights to tell them apart, all classes have the same logit.
        float[][] inputs = new float[10][2];
        Samples data = Samples.classes(Shape.vector(2), inputs, 3, new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0});
        JobSpec job = Jobs.of(dense(3)).batchSize(10).build();
        assertEquals(0.4, evaluate(job, data, Team.initial(job, data), 3).accuracy());
    }

    @Test
    void shouldSeeTheTestPartAsItIs() {
        Samples images = Samples.random(5, 60, new Shape(1, 6, 6), 3);
        Jobs jobs = Jobs.of(NET).batchSize(20);
        TrainingState state = Team.initial(jobs.build(), images);
        Evaluation.Result plain = evaluate(jobs.build(), images, state, 2);
        assertEquals(plain, evaluate(jobs.augment(new AugmentSpec.RandomCrop(3)).build(), images, state, 2));
    }

    private static Evaluation.Result evaluate(JobSpec job, Samples data, TrainingState state, int members) {
        List<double[]> parts = IntStream.range(0, members)
                .mapToObj(rank -> new Evaluation(new Replica(job, data, KernelSets.best(), state)).run(rank, members))
                .toList();
        return Evaluation.fold(parts, data.size(), job.microBatch());
    }

    private static Reference reference(JobSpec job, Samples data, TrainingState state) {
        int[] ids = IntStream.range(0, data.size()).toArray();
        return new Reference(Replica.network(job, data), job, state, ids, 1);
    }

    /** In float64: what is trained with batch statistics and dropout is evaluated as if frozen, and without. */
    private static double[][] output(Samples data, TrainingState state) {
        JobSpec frozen =
                Jobs.of(dense(6), frozenBatchNorm(), sigmoid(), dense(3)).build();
        double[][] x = Arrays.stream(data.inputs()).map(Accuracy::widened).toArray(double[][]::new);
        return reference(frozen, data, state).forward(0, 4, x, Accuracy.widened(state.parameters()));
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }
}
