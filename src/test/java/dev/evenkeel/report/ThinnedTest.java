package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.report.LineChart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThinnedTest {
    @Test
    void shouldKeepAShortSeriesAsItIs() {
        Thinned thinned = Thinned.linear(4);
        thinned.add(1, 3);
        thinned.add(2, 1);
        thinned.add(4, 2);
        assertEquals(List.of(Point.of(1, 3), Point.of(2, 1), Point.of(4, 2)), thinned.points());
    }

    @Test
    void shouldShowMeanAndRangeOfNeighbours() {
        Thinned thinned = Thinned.linear(2);
        for (int step = 1; step <= 4; step++) {
            thinned.add(step, 10 * step);
        }
        assertEquals(List.of(new Point(1.5, 15, 10, 20), new Point(3.5, 35, 30, 40)), thinned.points());
    }

    @Test
    void shouldTakeGeometricMeansWhereAsked() {
        Thinned thinned = Thinned.log(1);
        thinned.add(1, 1e-9);
        thinned.add(2, 0);
        thinned.add(3, 1e-3);
        Point point = thinned.points().get(0);
        assertEquals(1e-6, point.y(), 1e-18);
        assertEquals(1e-9, point.low());
        assertEquals(1e-3, point.high());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 101, 12_345})
    void shouldNeverHoldMoreThanItsCapacityNorLoseAnExtreme(int steps) {
        Thinned thinned = Thinned.linear(100);
        for (int step = 1; step <= steps; step++) {
            thinned.add(step, step % 977);
        }
        List<Point> points = thinned.points();
        assertTrue(points.size() <= 100 && points.size() >= Math.min(steps, 50), points.size() + " points");
        assertEquals(
                Math.min(steps, 976),
                points.stream().mapToDouble(Point::high).max().orElseThrow());
    }
}
