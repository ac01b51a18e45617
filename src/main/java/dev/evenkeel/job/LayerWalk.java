package dev.evenkeel.job;

import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.MisfitException;
import dev.evenkeel.nn.Shape;
import java.util.List;
import java.util.Locale;

/** A walk through all layers of a job, repetitions and all: shapes, parameters, and whether it ends as its data demands. */
final class LayerWalk {
    /** Parameters stand in one array. */
    private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 64;

    private final JobSpec job;
    private final Source source;
    private Shape shape;
    private long parameters;
    private boolean normalizesSingleValues;
    private String lastDense = "";

    private LayerWalk(JobSpec job, Shape input, Source source) {
        this.job = job;
        this.source = source;
        this.shape = input;
    }

    static LayerWalk through(JobSpec job, Shape input, Source source) {
        LayerWalk walk = new LayerWalk(job, input, source);
        walk.through(job.layers(), "layers");
        if (walk.parameters == 0) {
            throw source.refuse("layers", "layers have no parameters to train: add a dense layer");
        }
        return walk;
    }

    private void through(List<LayerSpec> layers, String path) {
        for (int i = 0; i < layers.size(); i++) {
            through(layers.get(i), path + "[" + i + "]");
        }
    }

    private void through(LayerSpec layer, String path) {
        if (layer instanceof LayerSpec.Repeat repeat) {
            for (int i = 0; i < repeat.times(); i++) {
                through(repeat.body(), path + ".body");
            }
        } else if (layer instanceof LayerSpec.Residual residual) {
            Shape forked = shape;
            through(residual.body(), path + ".body");
            Shape ofBody = shape;
            shape = forked;
            through(residual.shortcut(), path + ".shortcut");
            fitting(path, () -> residual.fit(ofBody, shape));
        } else {
            Shape input = shape;
            fitting(path, () -> shape = layer.output(input));
            count(layer, input, path);
        }
    }

    private void fitting(String path, Runnable step) {
        try {
            step.run();
        } catch (MisfitException misfit) {
            throw source.refuse(path, path + ": " + misfit.getMessage());
        }
    }

    private void count(LayerSpec layer, Shape input, String path) {
        if (layer instanceof LayerSpec.Dense dense) {
            int inputs = input.features();
            String what = "dense with " + dense.units() + " units on " + inputs + " inputs";
            count(dense.units(), inputs, dense.bias(), what, path);
            lastDense = path;
        } else if (layer instanceof LayerSpec.Conv2d convolution) {
            Extent kernel = convolution.kernel();
            String what = "conv2d with " + convolution.filters() + " filters of " + kernel + " on " + input.channels()
                    + " channels";
            double inputs = (double) input.channels() * kernel.rows() * kernel.columns();
            count(convolution.filters(), inputs, convolution.bias(), what, path);
        } else if (layer instanceof LayerSpec.BatchNorm norm
                && norm.trainable()
                && job.batchNorm().enabled()) {
            parameters += 2L * shape.channels();
            normalizesSingleValues |= shape.plane() == 1;
        }
        if (!(layer instanceof LayerSpec.Dense) && !shape.equals(input)) {
            lastDense = "";
        }
    }

    private void count(int outputs, double inputs, boolean bias, String what, String path) {
        double added = outputs * inputs + (bias ? outputs : 0);
        if (parameters + added > MOST_PARAMETERS) {
            throw source.refuse(
                    path,
                    path + ": " + what + " brings the network to "
                            + String.format(Locale.ROOT, "%.0f", parameters + added) + " parameters: it can have "
                            + MOST_PARAMETERS + " at most");
        }
        parameters += (long) added;
    }

    /** Whether a batch norm takes statistics over one value a sample: there, a single sample has no variance. */
    boolean normalizesSingleValues() {
        return normalizesSingleValues;
    }

    /** @param classes 0 for one number to predict */
    void checkEnd(int classes) {
        int outputs = classes == 0 ? 1 : classes;
        if (shape.features() == outputs) {
            return;
        }
        String data = classes == 0 ? "data with one number to predict" : "data with " + classes + " classes";
        String units = outputs + (outputs == 1 ? " unit" : " units");
        if (lastDense.isEmpty()) {
            throw source.refuse(
                    "layers",
                    "layers end with " + shape.features() + " outputs for " + data + ": add dense with " + units);
        }
        throw source.refuse(
                lastDense,
                lastDense + ": dense with " + shape.features() + " units cannot end a network for " + data
                        + ": it must have " + units);
    }
}
