package dev.evenkeel.kernels;

import dev.evenkeel.math.ConvolutionKernels;
import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PackedFilters;
import dev.evenkeel.math.Window;
import dev.evenkeel.math.Workspace;
import java.util.ArrayList;
import java.util.List;

/** The convolutions of the nets {@code cnn} and {@code resnet20}. */
final class ConvolutionWork {
    private static final Lanes CNN = Lanes.of(32, 32, 32, 32);
    private static final Lanes RESNET = Lanes.of(32, 32);
    private static final Window THREE = Window.square(3, 1, 1);

    private ConvolutionWork() {}

    static List<Work> of(Kernels kernels) {
        List<Work> all = new ArrayList<>();
        all.addAll(layer(kernels, "cnn", new ConvolutionShape(1, 28, 28, 32, THREE), CNN));
        all.addAll(layer(kernels, "cnn", new ConvolutionShape(32, 14, 14, 64, THREE), CNN));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(3, 32, 32, 16, THREE), RESNET));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(16, 32, 32, 16, THREE), RESNET));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(16, 32, 32, 32, Window.square(3, 2, 1)), RESNET));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(16, 32, 32, 32, Window.square(1, 2, 0)), RESNET));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(32, 16, 16, 32, THREE), RESNET));
        all.addAll(layer(kernels, "resnet20", new ConvolutionShape(64, 8, 8, 64, THREE), RESNET));
        return all;
    }

    private static List<Work> layer(Kernels kernels, String net, ConvolutionShape shape, Lanes lanes) {
        ConvolutionKernels convolution = kernels.convolution();
        Window window = shape.window();
        String name = " " + net + " " + window.height() + "×" + window.width() + "/" + window.rowStride() + " "
                + shape.channels() + "→" + shape.filters() + " at " + shape.height();
        double operations = 2.0 * shape.weights() * shape.outputHeight() * shape.outputWidth() * lanes.total();
        int inputs = shape.inputs() * lanes.total();
        int outputs = shape.outputs() * lanes.total();
        return List.of(
                Work.operations("convolution-forward" + name, operations, () -> {
                    PackedFilters filters = convolution.packing(shape, false);
                    convolution.pack(Values.of(shape.weights()), 0, filters);
                    float[] x = Values.of(inputs);
                    float[] y = new float[outputs];
                    Workspace workspace = new Workspace();
                    return () -> convolution.forward(filters, x, y, lanes, workspace);
                }),
                Work.operations("convolution-input-gradient" + name, operations, () -> {
                    PackedFilters filters = convolution.packing(shape, true);
                    convolution.pack(Values.of(shape.weights()), 0, filters);
                    float[] dy = Values.of(outputs);
                    float[] dx = new float[inputs];
                    Workspace workspace = new Workspace();
                    return () -> convolution.inputGradient(filters, dy, dx, lanes, workspace);
                }),
                Work.operations("convolution-weight-gradient" + name, operations, () -> {
                    float[] x = Values.of(inputs);
                    float[] dy = Values.of(outputs);
                    float[][] gradient = {new float[shape.weights()]};
                    int[] bounds = {0, lanes.microBatches()};
                    Workspace workspace = new Workspace();
                    return () -> convolution.weightGradient(shape, dy, x, lanes, bounds, gradient, 0, workspace);
                }));
    }
}
