package dev.evenkeel.lab;

import com.typesafe.config.Config;
import dev.evenkeel.job.JobBuilder;
import dev.evenkeel.lab.Grid.Factors;
import dev.evenkeel.lab.Grid.Setting;
import dev.evenkeel.nn.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An experiment whose trials are those of grids, and whose parameters stand in the file of its name. */
abstract class GridExperiment implements Experiment {
    private final String name;
    private final String title;
    private final Config parameters;
    private final List<Grid> grids = new ArrayList<>();

    GridExperiment(String name, String title, Scale scale) {
        this.name = name;
        this.title = title;
        this.parameters = ParameterFile.read(name, scale);
    }

    /** Trains a grid's jobs, too; for constructors, in the order of the trials. */
    final Grid train(Factors factors, Measure measure, Function<Setting, JobBuilder> jobs) {
        Grid grid = new Grid(factors, measure, setting -> jobs.apply(setting).build());
        grids.add(grid);
        return grid;
    }

    /** The activations in some arms. */
    final Factors activationsIn(String... arms) {
        return Factors.of(parameters.getStringList("activations"), List.of(arms), parameters.getLongList("seeds"));
    }

    /** The activations with and without batch normalization, at every value of a quantity. */
    final Factors activationsOver(String quantity, String values) {
        return new Factors(
                parameters.getStringList("activations"),
                List.of(Grid.WITH, Grid.WITHOUT),
                quantity,
                parameters.getDoubleList(values),
                parameters.getLongList("seeds"));
    }

    /** A job of a grid, without its layers. */
    final JobBuilder job(Setting setting) {
        return CommonJob.of(name, parameters)
                .batchNormEnabled(setting.batchNorm())
                .seed(setting.seed());
    }

    /** The plain net whose activation is the setting's net. */
    final List<LayerSpec> plain(Setting setting) {
        return CommonJob.plain(
                parameters.getInt("hidden-layers"), parameters.getInt("width"), setting.net(), setting.batchNorm());
    }

    /** {@code 3 hidden layers of 100}. */
    final String hiddenLayers() {
        return parameters.getInt("hidden-layers") + " hidden layers of " + parameters.getInt("width");
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Config parameters() {
        return parameters;
    }

    @Override
    public final List<Trial> trials() {
        return grids.stream().flatMap(grid -> grid.trials().stream()).toList();
    }
}
