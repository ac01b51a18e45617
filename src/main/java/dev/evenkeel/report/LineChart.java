package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lines over a common axis. */
public record LineChart(String id, String title, String caption, Axis x, Axis y, List<Series> series) implements Chart {
    private static final int TABLE_ROWS = 12;

    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * A line, with a band around it where its points are means.
     *
     * @param colour from 1 to 8, of the page's palette
     * @param dash 0 for a solid line, 1 to 3 for broken ones
     * @param points by growing x, at most one at an x
     */
    public record Series(String name, int colour, int dash, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }

        public static Series solid(String name, int colour, List<Point> points) {
            return new Series(name, colour, 0, points);
        }
    }

    /**
     * A point of a line.
     *
     * @param low the lowest of what y is the mean of; y itself where it is of one value
     */
    public record Point(double x, double y, double low, double high) {
        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    @Override
    public ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("kind", "lines");
        NavigableSet<Double> xs = xs();
        ObjectNode axis = x.view();
        ArrayNode values = axis.putArray("values");
        xs.forEach(value -> x.add(values, OptionalDouble.of(value)));
        data.set("x", axis);
        data.set("y", y.view());
        ArrayNode lines = data.putArray("series");
        for (Series each : series) {
            ObjectNode line = lines.addObject()
                    .put("name", each.name())
                    .put("colour", each.colour())
                    .put("dash", each.dash());
            Map<Double, Point> points = byX(each);
            ArrayNode middle = line.putArray("values");
            xs.forEach(value -> y.add(
                    middle, at(points, value).map(p -> OptionalDouble.of(p.y())).orElse(OptionalDouble.empty())));
            if (each.points().stream().anyMatch(p -> p.low() < p.high())) {
                ArrayNode low = line.putArray("low");
                xs.forEach(value -> y.add(
                        low,
                        at(points, value).map(p -> OptionalDouble.of(p.low())).orElse(OptionalDouble.empty())));
                ArrayNode high = line.putArray("high");
                xs.forEach(value -> y.add(
                        high,
                        at(points, value).map(p -> OptionalDouble.of(p.high())).orElse(OptionalDouble.empty())));
            }
        }
        return data;
    }

    @Override
    public Table table() {
        List<String> head = new ArrayList<>(List.of(x.label()));
        series.forEach(each -> head.add(each.name()));
        List<Double> xs = List.copyOf(xs());
        List<List<String>> rows = new ArrayList<>();
        for (int index : Table.spread(xs.size(), TABLE_ROWS)) {
            List<String> row = new ArrayList<>(List.of(Figures.text(xs.get(index))));
            for (Series each : series) {
                row.add(at(byX(each), xs.get(index)).map(LineChart::text).orElse("–"));
            }
            rows.add(row);
        }
        return new Table(head, rows);
    }

    private static String text(Point point) {
        String middle = Figures.text(point.y());
        return point.low() < point.high()
                ? middle + " (" + Figures.text(point.low()) + " to " + Figures.text(point.high()) + ")"
                : middle;
    }

    private NavigableSet<Double> xs() {
        NavigableSet<Double> xs = new TreeSet<>();
        series.forEach(each -> each.points().forEach(point -> xs.add(point.x())));
        return xs;
    }

    private static Map<Double, Point> byX(Series series) {
        Map<Double, Point> points = new TreeMap<>();
        series.points().forEach(point -> points.put(point.x(), point));
        return points;
    }

    private static Optional<Point> at(Map<Double, Point> points, double x) {
        return Optional.ofNullable(points.get(x));
    }
}
