package dev.evenkeel.lab;

import dev.evenkeel.report.LineChart.Point;
import java.util.List;
import java.util.Optional;

/**
 * How a gradient's norm at the input goes with the depth of the network: the line of least squares through the logarithms.
 *
 * @param factor what every layer more multiplies the norm by: below 1 gradients vanish, above they explode
 * @param fit R² of the line: 1 where the change is exactly exponential
 */
public record Growth(double factor, double fit) {
    /** Stands for a norm that is below every float. */
    private static final double LEAST = Float.MIN_VALUE;

    /**
     * Through these points, depth and norm; none where there are fewer than three.
     *
     * @param points norms not negative
     */
    public static Optional<Growth> of(List<Point> points) {
        int n = points.size();
        if (n < 3) {
            return Optional.empty();
        }
        double meanX = 0;
        double meanY = 0;
        for (Point point : points) {
            meanX += point.x() / n;
            meanY += log(point) / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : points) {
            double dx = point.x() - meanX;
            double dy = log(point) - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        double slope = xy / xx;
        return Optional.of(new Growth(StrictMath.pow(10, slope), yy == 0 ? 1 : xy * xy / (xx * yy)));
    }

    private static double log(Point point) {
        return StrictMath.log10(Math.max(point.y(), LEAST));
    }

    /** Powers of ten per layer, either way. */
    double steepness() {
        return Math.abs(StrictMath.log10(factor));
    }
}
