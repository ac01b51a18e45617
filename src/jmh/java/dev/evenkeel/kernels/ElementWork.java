package dev.evenkeel.kernels;

import dev.evenkeel.math.ActivationKernels;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PoolingKernels;
import dev.evenkeel.math.PoolingShape;
import dev.evenkeel.math.Window;
import java.util.ArrayList;
import java.util.List;

/** Activations, biases, pooling and the loss. */
final class ElementWork {
    private static final Lanes MLP = Lanes.of(32, 32, 32, 32, 32, 32, 32, 32);

    private ElementWork() {}

    static List<Work> of(Kernels kernels) {
        List<Work> all = new ArrayList<>();
        all.addAll(activations(kernels.activation(), 512 * MLP.total()));
        all.addAll(bias(kernels));
        Lanes cnn = Lanes.of(32, 32, 32, 32);
        all.addAll(max(kernels.pooling(), new PoolingShape(32, 28, 28, Window.square(2, 2, 0)), cnn));
        all.addAll(average(kernels.pooling(), PoolingShape.global(64, 8, 8), Lanes.of(32, 32)));
        all.add(loss(kernels, 10, MLP));
        return all;
    }

    /** Two arrays there, three back. */
    private static List<Work> activations(ActivationKernels kernels, int n) {
        return List.of(
                there("relu", n, (x, y) -> kernels.relu(x, y, n)),
                back("relu-backward", n, (y, dy, dx) -> kernels.reluBackward(y, dy, dx, n)),
                there("leaky-relu", n, (x, y) -> kernels.leakyRelu(x, y, 0.01f, n)),
                back("leaky-relu-backward", n, (x, dy, dx) -> kernels.leakyReluBackward(x, dy, dx, 0.01f, n)),
                there("sigmoid", n, (x, y) -> kernels.sigmoid(x, y, n)),
                back("sigmoid-backward", n, (y, dy, dx) -> kernels.sigmoidBackward(y, dy, dx, n)),
                there("tanh", n, (x, y) -> kernels.tanh(x, y, n)),
                back("tanh-backward", n, (y, dy, dx) -> kernels.tanhBackward(y, dy, dx, n)),
                there("gelu", n, (x, y) -> kernels.gelu(x, y, n)),
                back("gelu-backward", n, (x, dy, dx) -> kernels.geluBackward(x, dy, dx, n)));
    }

    private interface There {
        void run(float[] x, float[] y);
    }

    private interface Back {
        void run(float[] kept, float[] dy, float[] dx);
    }

    private static Work there(String name, int n, There kernel) {
        return Work.bytes(name + " mlp", 8.0 * n, () -> {
            float[] x = Values.of(n);
            float[] y = new float[n];
            return () -> kernel.run(x, y);
        });
    }

    private static Work back(String name, int n, Back kernel) {
        return Work.bytes(name + " mlp", 12.0 * n, () -> {
            float[] kept = Values.of(n);
            float[] dy = Values.of(n);
            float[] dx = new float[n];
            return () -> kernel.run(kept, dy, dx);
        });
    }

    private static List<Work> bias(Kernels kernels) {
        int n = 512 * MLP.total();
        return List.of(
                Work.bytes("bias mlp", 4.0 * n, () -> {
                    float[] y = Values.of(n);
                    float[] bias = new float[512];
                    return () -> kernels.bias().add(y, 512, 1, bias, 0, MLP);
                }),
                Work.bytes("bias-gradient mlp", 4.0 * n, () -> {
                    float[] dy = Values.of(n);
                    float[][] out = {new float[512]};
                    int[] bounds = {0, MLP.microBatches()};
                    return () -> kernels.bias().gradient(dy, 512, 1, MLP, bounds, out, 0);
                }));
    }

    private static List<Work> max(PoolingKernels pooling, PoolingShape shape, Lanes lanes) {
        int in = shape.inputs() * lanes.total();
        int out = shape.outputs() * lanes.total();
        return List.of(
                Work.bytes("max-pool cnn", 4.0 * (in + out), () -> {
                    float[] x = Values.of(in);
                    float[] y = new float[out];
                    return () -> pooling.max(shape, x, y, lanes);
                }),
                Work.bytes("max-pool-backward cnn", 8.0 * (in + out), () -> {
                    float[] x = Values.of(in);
                    float[] y = new float[out];
                    pooling.max(shape, x, y, lanes);
                    float[] dy = Values.of(out);
                    float[] dx = new float[in];
                    return () -> pooling.maxBackward(shape, x, y, dy, dx, lanes);
                }));
    }

    private static List<Work> average(PoolingKernels pooling, PoolingShape shape, Lanes lanes) {
        int in = shape.inputs() * lanes.total();
        int out = shape.outputs() * lanes.total();
        return List.of(
                Work.bytes("average-pool resnet20", 4.0 * (in + out), () -> {
                    float[] x = Values.of(in);
                    float[] y = new float[out];
                    return () -> pooling.average(shape, x, y, lanes);
                }),
                Work.bytes("average-pool-backward resnet20", 4.0 * (in + out), () -> {
                    float[] dy = Values.of(out);
                    float[] dx = new float[in];
                    return () -> pooling.averageBackward(shape, dy, dx, lanes);
                }));
    }

    private static Work loss(Kernels kernels, int classes, Lanes lanes) {
        int n = classes * lanes.total();
        return Work.bytes("softmax-cross-entropy mlp", 8.0 * n, () -> {
            float[] logits = Values.of(n);
            float[] gradient = new float[n];
            int[] labels = new int[lanes.total()];
            double[] sums = new double[2];
            return () -> {
                for (int j = 0; j < lanes.microBatches(); j++) {
                    kernels.loss()
                            .softmaxCrossEntropy(
                                    logits, classes, lanes, j, labels, lanes.start(j), 0.01f, gradient, sums, 0);
                }
            };
        });
    }
}
