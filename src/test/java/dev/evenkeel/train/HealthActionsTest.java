package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.LayerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What verdicts do to training, and that what they remember is state. */
class HealthActionsTest {
    private static final int SAMPLES = 29;
    private static final LayerSpec[] NORM = {denseWithoutBias(5), batchNorm(), relu(), dense(4)};
    private static final LayerSpec[] PLAIN = {dense(5), sigmoid(), dense(4)};

    private static JobSpec skipping(LayerSpec... layers) {
        return Jobs.of(layers).batchSize(8).microBatch(3).epochs(3).build().toBuilder()
                .healthAction(Rule.NON_FINITE, Action.SKIP_STEP)
                .build();
    }

    /** Which sample step 3 of the first epoch uses. */
    private static int victim() {
        return KeyedRandom.permutation(SAMPLES, 42, 1)[17];
    }

    /** Trap 14: a batch that is not finite must not poison the running statistics. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSkipAStepWithoutATraceInModelOrStatistics(boolean norm) {
        // Seen in statistics in the first net, in a gradient behind a finite loss in the second.
        LayerSpec[] net = norm ? NORM : PLAIN;
        Set<Long> digests = new HashSet<>();
        for (int members : List.of(1, 2, 3, 7)) {
            Samples data = Samples.random(5, SAMPLES, 4, 4);
            Team team = Team.of(skipping(net), data, members);
            team.steps(2);
            TrainingState before = team.state().copy();
            data.inputs()[victim()][1] = Float.POSITIVE_INFINITY;
            StepResult skipped = team.step();
            TrainingState after = team.state();
            assertTrue(skipped.skipped());
            assertArrayEquals(before.parameters(), after.parameters());
            assertArrayEquals(before.slots()[0], after.slots()[0]);
            assertArrayEquals(before.runningMean(), after.runningMean());
            assertArrayEquals(before.runningVariance(), after.runningVariance());
            assertEquals(
                    new TrainingState.Counters(
                            3,
                            before.counters().batchesTracked(),
                            before.counters().lossSum(),
                            before.counters().correct(),
                            before.counters().samples()),
                    after.counters());
            assertEquals(1, after.memory().skipped());
            Verdict verdict = skipped.verdicts().get(0);
            assertEquals(Rule.NON_FINITE, verdict.rule());
            assertEquals(Optional.of(norm ? "layer 2 (batch-norm)" : "layer 1 (dense)"), verdict.layer());
            assertTrue(!team.step().skipped());
            digests.addAll(team.digests());
        }
        assertEquals(1, digests.size());
    }

    @Test
    void shouldTellOnceOfStepsThatAreSkippedInARow() {
        Samples data = Samples.random(5, SAMPLES, 4, 4);
        Team team = Team.of(skipping(NORM), data, 2);
        int[] order = KeyedRandom.permutation(SAMPLES, 42, 1);
        data.inputs()[order[9]][1] = Float.NaN;
        data.inputs()[order[17]][1] = Float.NaN;
        assertEquals(List.of(0, 1, 0, 0), List.of(verdicts(team), verdicts(team), verdicts(team), verdicts(team)));
        assertEquals(2, team.state().memory().skipped());
    }

    private static int verdicts(Team team) {
        return team.step().verdicts().size();
    }

    @Test
    void shouldEndAnEpochInWhichEveryStepWasSkipped() {
        Samples data = Samples.random(5, SAMPLES, 4, 4);
        for (float[] sample : data.inputs()) {
            sample[0] = Float.NaN;
        }
        Team team = Team.of(skipping(NORM), data, 3);
        team.steps(3);
        assertEquals(
                "epoch 1: every step was skipped, since something was not finite in each; a smaller learning rate usually helps",
                assertThrows(TrainingException.class, team::step).getMessage());
    }

    @Test
    void shouldCarryTheVerdictOfAStepThatEndsTheJob() {
        Samples data = Samples.random(5, SAMPLES, 4, 4);
        data.inputs()[17][1] = Float.NaN;
        Team team = Team.of(Jobs.of(NORM).build(), data, 3);
        Verdict verdict =
                assertThrows(TrainingException.class, team::step).verdict().orElseThrow();
        assertEquals(Rule.NON_FINITE, verdict.rule());
        assertEquals("the statistics of layer 2 (batch-norm) are not finite", verdict.message());
    }

    /** A bound of nearly nothing makes every gradient one that explodes. */
    @Test
    void shouldReduceTheRateOnceForAllLayersAndKeepItSo() {
        JobSpec job = Jobs.of(dense(5), relu(), dense(4)).build();
        JobSpec reducing = job.toBuilder()
                .health(Healths.exploding(job.health(), 1e-12, Action.REDUCE_LEARNING_RATE))
                .build();
        Team team = Team.of(reducing, Samples.random(5, 640, 4, 4), 3);
        assertEquals(
                List.of(0.1, 0.1, 0.05, 0.05),
                List.of(
                        team.step().rate(),
                        team.step().rate(),
                        team.step().rate(),
                        team.step().rate()));
        assertEquals(0.5, team.state().memory().rateMultiplier());
    }

    @Test
    void shouldAskForAStopBehindTheStepThatWasJudged() {
        JobSpec job = Jobs.of(dense(5), relu(), dense(4)).build();
        JobSpec stopping = job.toBuilder()
                .health(Healths.exploding(job.health(), 1e-12, Action.STOP))
                .build();
        Team team = Team.of(stopping, Samples.random(5, 640, 4, 4), 3);
        assertEquals(Optional.empty(), team.step().stop());
        String sentence = team.step().stop().orElseThrow();
        assertTrue(sentence.startsWith("step 2: the gradient of layer 1 (dense) explodes: its norm is "), sentence);
    }
}
