package dev.evenkeel.train;

import dev.evenkeel.math.Window;
import dev.evenkeel.nn.Conv2d;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Pooling;
import dev.evenkeel.nn.Shape;
import java.util.function.DoubleUnaryOperator;

/** Layers of maps in float64, straight from the definitions: one sample, its features in the order channel, row, column. */
final class Maps {
    private final Shape in;
    private final Shape out;
    private final Window window;
    private final double[] x;

    private Maps(Layer layer, Window window, double[] x) {
        this.in = layer.input();
        this.out = layer.output();
        this.window = window;
        this.x = x;
    }

    static double[] forward(Layer layer, double[] x, double[] parameters) {
        return layer instanceof Conv2d convolution
                ? new Maps(layer, convolution.geometry().window(), x).convolution(convolution, parameters)
                : new Maps(layer, ((Pooling) layer).geometry().window(), x).pooling((Pooling) layer);
    }

    /** What becomes of one window. */
    private interface OfWindow {
        double at(int channel, int top, int left);
    }

    private double[] each(OfWindow function) {
        double[] y = new double[out.features()];
        int at = 0;
        for (int c = 0; c < out.channels(); c++) {
            for (int row = 0; row < out.rows(); row++) {
                for (int column = 0; column < out.columns(); column++) {
                    int top = row * window.rowStride() - window.rowPadding();
                    int left = column * window.columnStride() - window.columnPadding();
                    y[at++] = function.at(c, top, left);
                }
            }
        }
        return y;
    }

    private double pixel(int channel, int row, int column) {
        boolean inside = row >= 0 && row < in.rows() && column >= 0 && column < in.columns();
        return inside ? x[(channel * in.rows() + row) * in.columns() + column] : 0;
    }

    private double[] convolution(Conv2d layer, double[] parameters) {
        return each((filter, top, left) -> {
            double sum = layer.bias().map(b -> parameters[b.from() + filter]).orElse(0.0);
            int weight = layer.weight().from() + filter * layer.fanIn();
            for (int c = 0; c < in.channels(); c++) {
                for (int row = 0; row < window.height(); row++) {
                    for (int column = 0; column < window.width(); column++) {
                        sum += parameters[weight++] * pixel(c, top + row, left + column);
                    }
                }
            }
            return sum;
        });
    }

    private double[] pooling(Pooling layer) {
        boolean max = layer.kind() == Pooling.Kind.MAX;
        DoubleUnaryOperator finish = max ? v -> v : v -> v / window.area();
        return each((channel, top, left) -> {
            double result = max ? Double.NEGATIVE_INFINITY : 0;
            for (int row = 0; row < window.height(); row++) {
                for (int column = 0; column < window.width(); column++) {
                    double value = pixel(channel, top + row, left + column);
                    result = max ? Math.max(result, value) : result + value;
                }
            }
            return finish.applyAsDouble(result);
        });
    }
}
