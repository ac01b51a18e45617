package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.evenkeel.report.LineChart.Point;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresOfTrialsTest {
    @Test
    void shouldFindTheFactorPerLayer() {
        List<Point> points = IntStream.of(5, 10, 20, 50)
                .mapToObj(depth -> Point.of(depth, 0.3 * StrictMath.pow(1.21, depth)))
                .toList();

        Growth growth = Growth.of(points).orElseThrow();

        assertEquals(1.21, growth.factor(), 1e-12);
        assertEquals(1, growth.fit(), 1e-12);
    }

    @Test
    void shouldCountAZeroAsTheLeastFloat() {
        Growth growth = Growth.of(List.of(Point.of(0, Float.MIN_VALUE), Point.of(1, 0), Point.of(2, 0)))
                .orElseThrow();

        assertEquals(1, growth.factor(), 1e-12);
        assertEquals(1, growth.fit());
    }

    @Test
    void shouldNotDrawALineThroughTwoPoints() {
        assertEquals(Optional.empty(), Growth.of(List.of(Point.of(5, 1), Point.of(10, 2))));
    }

    @Test
    void shouldTellTheSpreadOfSeeds() {
        Spread spread = Spread.of(List.of(1.0, 2.0, 3.0));

        assertEquals(new Spread(3, 2, 1, 1, 3), spread);
        assertEquals("2 ± 1 (1 to 3, 3 seeds)", spread.text("seeds"));
        assertEquals(new Spread(1, 5, 0, 5, 5), Spread.of(List.of(5.0)));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
    }

    @Test
    void shouldTellWhereRunsCannotBeToldApart() {
        Reach slow = Recorded.reach(200, 220);
        Reach quick = Recorded.reach(10, 10);

        assertEquals(
                "relu 210 ± 14 steps with, at most 10 steps (the first look) without (× 0.0476 or less)",
                new Reach.Pair("relu", slow, quick).text());
        assertEquals(
                "relu at most 10 steps (the first look) with, 210 ± 14 steps without (× 21 or more)",
                new Reach.Pair("relu", quick, slow).text());
        assertEquals(
                "relu at most 10 steps (the first look) with, at most 10 steps (the first look) without, not told apart",
                new Reach.Pair("relu", quick, quick).text());
    }

    @Test
    void shouldMeasureDriftInUnitsOfTheWidth() {
        float[][] then = {samples(0, 1), samples(0, 1)};
        float[][] shifted = {samples(0.35f, 1), samples(-0.35f, 1)};

        Percentiles before = Percentiles.of(then);

        assertEquals(15, before.low()[0]);
        assertEquals(50, before.middle()[0]);
        assertEquals(85, before.high()[0]);
        assertEquals(0, before.drift(Percentiles.of(then)));
        assertEquals(0.5, Percentiles.of(shifted).drift(before), 1e-6);
        // The scale of a layer is no drift of its own.
        float[][] wide = {samples(0, 10), samples(0, 10)};
        float[][] wideShifted = {samples(0.35f, 10), samples(-0.35f, 10)};
        assertEquals(0.5, Percentiles.of(wideShifted).drift(Percentiles.of(wide)), 1e-6);
    }

    /** 0 to 100, shuffled, plus a shift in hundreds, times a scale. */
    private static float[] samples(float shift, float scale) {
        float[] samples = new float[101];
        for (int i = 0; i <= 100; i++) {
            samples[i] = scale * (i * 37 % 101 + 100 * shift);
        }
        return samples;
    }

    @Test
    void shouldCompareGradients() {
        float[] before = {9, 3, 4, 9};

        assertEquals(new GradientChange(0, 1), GradientChange.of(before, before, 1, 3));
        assertEquals(new GradientChange(2, -1), GradientChange.of(before, new float[] {0, -3, -4, 0}, 1, 3));
        GradientChange turned = GradientChange.of(before, new float[] {0, -4, 3, 0}, 1, 3);
        assertEquals(Math.sqrt(2), turned.relative(), 1e-12);
        assertEquals(0, turned.cosine());
        assertEquals(new GradientChange(0, 1), GradientChange.of(new float[4], before, 1, 3));
    }
}
