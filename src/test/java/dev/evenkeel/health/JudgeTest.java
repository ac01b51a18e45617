package dev.evenkeel.health;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.Defaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What makes verdicts of readings, on made-up figures. */
class JudgeTest {
    private static final Judge JUDGE = new Judge(Defaults.HEALTH, true);

    private Memory memory = Memory.START;
    private long step;

    /** The rules that fire at the next watched step. */
    private List<Rule> watch(Figures figures) {
        return watch(figures, 1);
    }

    private List<Rule> watch(Figures figures, double rateShare) {
        return judge(new Judge.Step(++step, 1, rateShare, Optional.of(figures)));
    }

    private List<Rule> judge(Judge.Step judged) {
        Judge.Outcome outcome = JUDGE.step(memory, judged);
        memory = outcome.memory();
        return outcome.verdicts().stream().map(Verdict::rule).toList();
    }

    private static Figures weights(double... meanAbs) {
        List<WeightFigures> layers = new ArrayList<>();
        for (int i = 0; i < meanAbs.length; i++) {
            layers.add(new WeightFigures(i, "layer " + (i + 1) + " (dense)", 1, meanAbs[i], 1, 1, 1e-3));
        }
        return new Figures(layers, List.of());
    }

    private static Figures norms(double... norms) {
        List<WeightFigures> layers = new ArrayList<>();
        for (int i = 0; i < norms.length; i++) {
            layers.add(new WeightFigures(i, "layer " + (i + 1) + " (dense)", norms[i], 1e-3, 1, 1, 1e-3));
        }
        return new Figures(layers, List.of());
    }

    private static Figures ratio(double updateRatio) {
        return new Figures(List.of(new WeightFigures(0, "layer 1 (dense)", 1, 1e-3, 1, 1, updateRatio)), List.of());
    }

    private static Figures dead(double share) {
        return new Figures(
                List.of(),
                List.of(new ActivationFigures(
                        1,
                        "layer 2 (relu)",
                        "relu",
                        1,
                        1,
                        OptionalDouble.of(share),
                        OptionalDouble.of(share),
                        OptionalDouble.empty())));
    }

    @Test
    void shouldFireWhenTheConditionHeldLongEnoughWithoutABreak() {
        for (double share : new double[] {0.6, 0.6, 0.6, 0.6, 0.4, 0.6, 0.6, 0.6, 0.6}) {
            assertEquals(List.of(), watch(dead(share)));
        }
        assertEquals(List.of(Rule.DEAD_RELU), watch(dead(0.6)));
    }

    @Test
    void shouldFireAgainOnlyWhenTheLayerHasBeenWellAsLong() {
        List<Long> fired = new ArrayList<>();
        String course = "xxxxx" + ".x.x...." + "xxxxx" + "....." + "xxxxx";
        for (char each : course.toCharArray()) {
            if (!watch(dead(each == 'x' ? 0.6 : 0.4)).isEmpty()) {
                fired.add(step);
            }
        }
        assertEquals(List.of(5L, (long) course.length()), fired);
    }

    @Test
    void shouldNotTakeConvergenceForVanishing() {
        for (int i = 0; i < 20; i++) {
            assertEquals(List.of(), watch(weights(1e-9, 2e-9, 3e-9)));
        }
    }

    @Test
    void shouldSeeAnExplosionAtTheSecondStep() {
        assertEquals(List.of(), watch(norms(1, 2000)));
        assertEquals(List.of(Rule.EXPLODING_GRADIENT), watch(norms(1, 3000)));
    }

    @Test
    void shouldSeeGrowthOverWhatTheRunBeganWith() {
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(), watch(norms(1, 0.5 * i)));
        }
        // 100 times 4.5.
        assertEquals(List.of(), watch(norms(440, 1)));
        assertEquals(List.of(), watch(norms(440, 1)));
        assertEquals(List.of(), watch(norms(460, 1)));
        assertEquals(List.of(Rule.EXPLODING_GRADIENT), watch(norms(460, 1)));
    }

    @Test
    void shouldJudgeActivationsBeyondAllBounds() {
        Figures figures = new Figures(List.of(), List.of(relu(1, 1.0), relu(2, Double.MAX_VALUE), relu(3, 0.0)));
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(), watch(figures));
        }
        assertEquals(List.of(Rule.POOR_INITIALIZATION), watch(figures));
    }

    private static ActivationFigures relu(int index, double deviation) {
        OptionalDouble none = OptionalDouble.of(0);
        return new ActivationFigures(
                index, "layer " + index + " (relu)", "relu", 0, deviation, none, none, OptionalDouble.empty());
    }

    @Test
    void shouldJudgeUpdatesOnBothSides() {
        for (double ill : new double[] {11, 1e-9}) {
            memory = Memory.START;
            for (int i = 0; i < 4; i++) {
                assertEquals(List.of(), watch(ratio(ill)));
            }
            assertEquals(List.of(Rule.UPDATE_RATIO), watch(ratio(ill)));
        }
    }

    @Test
    void shouldLeaveToTheScheduleWhatItStops() {
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(), watch(ratio(1e-9), 0.01));
        }
    }

    @Test
    void shouldSeeALossThatStaysWhereItBegan() {
        List<Rule> fired = new ArrayList<>();
        for (int i = 1; i <= 110; i++) {
            fired.addAll(judge(new Judge.Step(++step, 2.3, 1, Optional.empty())));
            assertEquals(i < 110 ? List.of() : List.of(Rule.LOSS_NOT_DECREASING), fired, "step " + i);
        }
    }

    @Test
    void shouldTakeALossThatHasFallenForConverged() {
        for (int i = 1; i <= 300; i++) {
            assertEquals(List.of(), judge(new Judge.Step(++step, i <= 10 ? 2.3 : 1.1, 1, Optional.empty())));
        }
    }

    @Test
    void shouldNotTellOfAHealthThatIsOff() {
        HealthSpec on = Defaults.HEALTH;
        HealthSpec off = new HealthSpec(
                false,
                on.everySteps(),
                on.patience(),
                on.rateFactor(),
                on.vanishingGradient(),
                on.vanishingWithDepth(),
                on.explodingGradient(),
                on.nonFinite(),
                on.deadRelu(),
                on.saturatedActivation(),
                on.poorInitialization(),
                on.updateRatio(),
                on.lossNotDecreasing());
        Judge judge = new Judge(off, false);
        assertEquals(
                new Judge.Outcome(Memory.START, List.of()),
                judge.step(Memory.START, new Judge.Step(1, 2.3, 1, Optional.empty())));
        assertTrue(!off.watches(1));
    }

    @Test
    void shouldReadBackWhatItRemembers() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            List<Streak> streaks = new ArrayList<>();
            for (int s = random.nextInt(5); s > 0; s--) {
                streaks.add(new Streak(
                        Rule.values()[random.nextInt(Rule.values().length)],
                        random.nextInt(100),
                        random.nextLong(),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextBoolean()));
            }
            LossTrend loss = new LossTrend(
                    random.nextDouble(),
                    random.nextInt(10),
                    random.nextLong(),
                    random.nextDouble(),
                    random.nextDouble(),
                    random.nextDouble(),
                    random.nextLong());
            Memory memory = new Memory(random.nextDouble(), random.nextLong(), random.nextDouble(), loss, streaks);
            assertEquals(memory, Memory.of(memory.words()));
            assertArrayEquals(memory.words(), Memory.of(memory.words()).words());
        }
        assertThrows(IllegalArgumentException.class, () -> Memory.of(new long[3]));
        long[] unknown = new long[16];
        unknown[10] = 99;
        assertThrows(IllegalArgumentException.class, () -> Memory.of(unknown));
    }

    @Test
    void shouldFitASlopeToPowersOfTen() {
        Figures figures = norms(1e-6, 1e-4, 0, 1);
        assertEquals(1e-6, figures.gradientRatio().getAsDouble(), 1e-18);
        // Depths 0, 1 and 3; powers −6, −4 and 0.
        assertEquals(2, figures.gradientSlope().getAsDouble(), 1e-12);
        assertEquals(OptionalDouble.empty(), norms(1).gradientRatio());
        assertEquals(OptionalDouble.empty(), norms(1, 0).gradientRatio());
        assertEquals(OptionalDouble.empty(), norms(0, 1).gradientSlope());
    }

    @Test
    void shouldWriteNumbersShort() {
        assertEquals("0.0123", Text.number(0.01234));
        assertEquals("1e-7", Text.number(1e-7));
        assertEquals("1.23e-12", Text.number(1.2349e-12));
        assertEquals("4210", Text.number(4211));
        assertEquals("1.36e7", Text.number(1.3577e7));
        assertEquals("0", Text.number(0));
        assertEquals("93.8 %", Text.percent(0.93751));
    }
}
