package dev.evenkeel.lab;

import com.typesafe.config.Config;
import dev.evenkeel.job.JobBuilder;
import dev.evenkeel.nn.LayerSpec;
import java.util.List;
import java.util.stream.Stream;

/** An experiment whose trials are those of grids, and whose parameters stand in the file of its name. */
abstract class GridExperiment implements Experiment {
    private final String name;
    private final String title;
    private final Config parameters;

    GridExperiment(String name, String title, Scale scale) {
        this.name = name;
        this.title = title;
        this.parameters = ParameterFile.read(name, scale);
    }

    /** What is trained, fixed when the experiment was made. */
    abstract Stream<Grid> grids();

    /** A job of a grid, without its layers. */
    final JobBuilder job(Grid.Setting setting) {
        return CommonJob.of(name, parameters)
                .batchNormEnabled(setting.batchNorm())
                .seed(setting.seed());
    }

    /** The plain net whose activation is the setting's net. */
    final List<LayerSpec> plain(Grid.Setting setting) {
        return CommonJob.plain(
                parameters.getInt("hidden-layers"), parameters.getInt("width"), setting.net(), setting.batchNorm());
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
        return grids().flatMap(grid -> grid.trials().stream()).toList();
    }
}
