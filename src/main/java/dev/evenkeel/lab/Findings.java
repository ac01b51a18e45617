package dev.evenkeel.lab;

import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What was observed of the trials of a grid that {@link LearningMeasure} measures. */
record Findings(Grid grid, Observations seen) {
    /** One quantity of a run; empty where the run did not get so far. */
    interface Quantity extends Function<Learning, OptionalDouble> {
        static Quantity of(Function<Learning, Double> always) {
            return learning -> OptionalDouble.of(always.apply(learning));
        }
    }

    /** Words of a chart. */
    record Words(String id, String title, String caption) {
        /** With what is drawn of several seeds. */
        Words ofSeeds() {
            return new Words(id, title, caption + " Mean and range of the seeds.");
        }
    }

    List<Learning> runs(String net, String arm, double x) {
        return grid.cells(net, arm, x)
                .map(cell -> Learning.of(seen.of(cell.trial())))
                .toList();
    }

    /** Per seed. */
    List<Double> values(String net, String arm, double x, Quantity quantity) {
        return runs(net, arm, x).stream()
                .map(quantity)
                .flatMap(value -> value.stream().boxed())
                .toList();
    }

    /** Means over the seeds, by growing value of what is varied. */
    List<Double> means(String net, String arm, Function<Learning, Double> quantity) {
        return grid.factors().xs().stream()
                .map(x -> Spread.of(values(net, arm, x, Quantity.of(quantity))).mean())
                .toList();
    }

    /** With and without, at the first value where something else is varied. */
    List<Compared> compared(Quantity quantity) {
        return compared(Grid.WITH, Grid.WITHOUT, quantity);
    }

    /** Two arms, likewise. */
    List<Compared> compared(String one, String other, Quantity quantity) {
        double x = grid.factors().xs().get(0);
        return grid.factors().nets().stream()
                .map(net -> new Compared(net, values(net, one, x, quantity), values(net, other, x, quantity)))
                .toList();
    }

    /** Steps to an accuracy, with and without, where only net and arm are varied. */
    List<Reach.Pair> reached(double accuracy) {
        double x = grid.factors().xs().get(0);
        return grid.factors().nets().stream()
                .map(net ->
                        new Reach.Pair(net, reach(net, Grid.WITH, x, accuracy), reach(net, Grid.WITHOUT, x, accuracy)))
                .toList();
    }

    Reach reach(String net, String arm, double x, double accuracy) {
        return new Reach(
                runs(net, arm, x).stream().map(run -> run.stepsTo(accuracy)).toList(),
                runs(net, arm, x).get(0).stepsPerEpoch(),
                budget());
    }

    /** Steps of a run that comes to its end. */
    long budget() {
        return grid.cells()
                .mapToLong(cell -> cell.trial().job().epochs()
                        * Learning.of(seen.of(cell.trial())).stepsPerEpoch())
                .max()
                .orElseThrow();
    }

    /** A line per net and arm, over what is varied. */
    LineChart over(Words words, Axis x, Axis y, Quantity quantity) {
        return Charts.lines(grid.factors(), words.ofSeeds(), x, y, (net, arm) -> {
            List<Point> points = new ArrayList<>();
            for (double at : grid.factors().xs()) {
                List<Double> values = values(net, arm, at, quantity);
                if (!values.isEmpty()) {
                    points.add(Charts.mean(at, values));
                }
            }
            return points;
        });
    }

    /** A line per net and arm, over the epochs; runs that broke down are in it as far as they came. */
    LineChart byEpoch(Words words, Axis y, Function<Learning, List<Double>> curve) {
        return byEpoch(words, y, grid.factors().xs().get(0), curve);
    }

    /** The same at one value of what is varied. */
    LineChart byEpoch(Words words, Axis y, double x, Function<Learning, List<Double>> curve) {
        return Charts.lines(grid.factors(), words.ofSeeds(), Axis.linear("epoch"), y, (net, arm) -> {
            List<List<Double>> byEpoch = new ArrayList<>();
            for (Learning run : runs(net, arm, x)) {
                List<Double> values = curve.apply(run);
                for (int epoch = 0; epoch < values.size(); epoch++) {
                    if (byEpoch.size() == epoch) {
                        byEpoch.add(new ArrayList<>());
                    }
                    byEpoch.get(epoch).add(values.get(epoch));
                }
            }
            List<Point> points = new ArrayList<>();
            for (int epoch = 0; epoch < byEpoch.size(); epoch++) {
                points.add(Charts.mean(epoch + 1, byEpoch.get(epoch)));
            }
            return points;
        });
    }
}
