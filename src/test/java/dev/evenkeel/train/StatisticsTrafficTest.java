package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What batch normalization sends between members. */
class StatisticsTrafficTest {
    private static final int MEMBERS = 3;

    /** What was sent, by "phase index from". */
    private final Map<String, Part.Payload> sent = new ConcurrentHashMap<>();

    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    /** Traps 4, 16 and 18: counts, means and M2 together, in one message that names layer and phase. */
    @Test
    void shouldSendMomentsOncePerLayerAndDirection() {
        float[][] inputs = new float[20][];
        Arrays.fill(inputs, new float[] {7f, -3f});
        run(Samples.classes(Shape.vector(2), inputs, 2, new int[20]), batchNorm(), relu(), batchNorm(), dense(2));

        Map<String, Integer> expected = new TreeMap<>();
        for (int member = 0; member < MEMBERS; member++) {
            for (int layer : new int[] {0, 2}) {
                expected.put("FORWARD_STATISTICS " + layer + " from " + member, 1);
                expected.put("BACKWARD_STATISTICS " + layer + " from " + member, 1);
            }
        }
        assertEquals(expected, new TreeMap<>(times));
        Part.Statistics moments = (Part.Statistics) sent.get("FORWARD_STATISTICS 0 from 0");
        // Members 0 to 2 hold 2, 2 and 1 of five micro-batches of four: the first two make one node each.
        assertArrayEquals(new long[] {8}, moments.counts());
        assertArrayEquals(new double[] {7, -3}, moments.first());
        // Exactly: no ε was added to come back from 1/σ, and nothing cancels.
        assertArrayEquals(new double[] {0, 0}, moments.second());
    }

    /** Trap 12: it neither waits for anybody nor changes. */
    @Test
    void shouldSendNothingForAFrozenLayer() {
        Samples data = Samples.random(3, 20, 4, 3);
        Team team = run(data, frozenBatchNorm(), dense(4), frozenBatchNorm(), dense(3));

        assertEquals(Map.of(), times);
        TrainingState before = Team.initial(job(frozenBatchNorm(), dense(4), frozenBatchNorm(), dense(3)), data);
        assertArrayEquals(before.runningMean(), team.state().runningMean());
        assertArrayEquals(before.runningVariance(), team.state().runningVariance());
        int norms = team.network().norms().get(0).gamma().from();
        assertArrayEquals(tail(before.parameters(), norms), tail(team.state().parameters(), norms));
        assertArrayEquals(new float[16], tail(team.state().slots()[0], norms));
    }

    private static float[] tail(float[] values, int from) {
        return Arrays.copyOfRange(values, from, values.length);
    }

    private static JobSpec job(LayerSpec... layers) {
        return Jobs.of(layers).batchSize(20).microBatch(4).build();
    }

    private Team run(Samples data, LayerSpec... layers) {
        Team team = Team.of(job(layers), data, MEMBERS).through(Recorded::new);
        team.steps(1);
        return team;
    }

    private final class Recorded extends PassingOn {
        private Recorded(Exchange exchange) {
            super(exchange);
        }

        @Override
        public void toAll(Phase phase, int index, Part.Payload payload) {
            if (List.of(Phase.FORWARD_STATISTICS, Phase.BACKWARD_STATISTICS).contains(phase)) {
                String message = phase + " " + index + " from " + rank();
                sent.put(message, payload);
                times.merge(message, 1, Integer::sum);
            }
            super.toAll(phase, index, payload);
        }
    }
}
