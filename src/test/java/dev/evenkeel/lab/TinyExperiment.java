package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Optimizers.sgd;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import dev.evenkeel.report.Table;
import java.util.List;

/** Three jobs of a second or less; the last one leaves the range of floats at once. */
record TinyExperiment(Measure measure) implements Experiment {
    static JobSpec job(double rate, boolean batchNorm) {
        return JobSpec.builder("tiny")
                .data(Data.synthetic().shape(8, 1, 1).classes(3).samples(96, 60))
                .layers(dense(8).bias(false), batchNorm(), relu(), dense(8).bias(false), batchNorm(), relu(), dense(3))
                .optimizer(sgd(rate).momentum(0))
                .batchNormEnabled(batchNorm)
                .batchSize(24)
                .microBatch(8)
                .epochs(2)
                .seed(7)
                .build();
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String title() {
        return "Tiny";
    }

    @Override
    public String description() {
        return "For tests.";
    }

    @Override
    public Config parameters() {
        return ConfigFactory.parseString("rates = [0.1, 1e30]");
    }

    @Override
    public List<Trial> trials() {
        return List.of(
                new Trial("with", job(0.1, true), measure),
                new Trial("without", job(0.1, false), measure),
                new Trial("fast", job(1e30, false), measure));
    }

    @Override
    public Conclusion conclude(Observations seen) {
        long diverged =
                trials().stream().filter(trial -> seen.of(trial).diverged()).count();
        Claim claim = new Claim(
                "A rate of 10³⁰ is too large.",
                Claim.ARTICLE,
                "Runs.",
                diverged + " diverged",
                new Table(List.of("diverged"), List.of(List.of(String.valueOf(diverged)))),
                diverged == 1 ? Holding.HOLDS : Holding.DOES_NOT_HOLD,
                "It holds if one diverges.");
        Chart chart = new LineChart(
                "tiny-chart",
                "Tiny",
                "Nothing much.",
                Axis.linear("x"),
                Axis.linear("y"),
                List.of(Series.solid("diverged", 1, List.of(Point.of(1, diverged), Point.of(2, 0)))));
        return new Conclusion(List.of(claim), List.of(chart), List.of("A note."));
    }
}
