package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reasoning in {@link StepRunner}'s documentation, put to the test: nobody writes what somebody may still read. */
class SharedBuffersTest {
    private static final int STEPS = 6;

    static Stream<Arguments> cases() {
        // 700 × 700 weights: three buckets, 120 blocks.
        LayerSpec[] large = {dense(700), batchNorm(), relu(), dense(700), relu(), dense(4)};
        LayerSpec[] small = {dropout(0.2), dense(30), batchNorm(), relu(), dense(4)};
        LayerSpec[] plain = {dense(90), relu(), dense(4)};
        LayerSpec[] frozen = {frozenBatchNorm(), dense(30), frozenBatchNorm(), relu(), dense(4)};
        LayerSpec[] norms = {batchNorm(), relu(), batchNorm()};
        return IntStream.of(2, 3, 7)
                .boxed()
                .flatMap(members -> Stream.of(
                        Arguments.of("several buckets", large, 4, members),
                        Arguments.of("members without a range", small, 4, members),
                        Arguments.of("no batch-norm to wait at", plain, 4, members),
                        Arguments.of("only frozen batch-norm", frozen, 4, members),
                        Arguments.of("no buckets", norms, 4, members),
                        Arguments.of("one micro-batch", plain, 20, members)));
    }

    @ParameterizedTest(name = "{0}, {3} members")
    @MethodSource("cases")
    void shouldNeverWriteWhatAnotherMemberMayStillRead(String name, LayerSpec[] layers, int microBatch, int members) {
        // 20 samples, then 7: the shards, and so the number of gradient nodes, change from step to step.
        Samples data = Samples.random(3, 47, Shape.vector(20), 4);
        JobSpec job =
                Jobs.of(layers).batchSize(20).microBatch(microBatch).epochs(2).build();
        Watch watch = new Watch(members);
        Map<Integer, Watch.Watched> watched = new ConcurrentHashMap<>();
        Team team = Team.of(job, data, members)
                .through(exchange -> watched.computeIfAbsent(exchange.rank(), rank -> watch.over(exchange)))
                .observed((point, step, rank, layer) -> {
                    if (point == ProtocolPoint.COMMITTED) {
                        watched.get(rank).committed();
                    }
                });

        team.steps(STEPS);

        Team alone = Team.of(job, data, 1);
        alone.steps(STEPS);
        assertEquals(Set.copyOf(alone.digests()), Set.copyOf(team.digests()));
    }
}
