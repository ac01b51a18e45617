package dev.evenkeel.nn;

import dev.evenkeel.math.ActivationKernels;

/**
 * An element-wise activation.
 *
 * @param slope of the negative side; leaky-relu's alone, 0 for the others
 */
public record Activation(Function function, float slope, Shape input) implements Layer {
    /** The functions, by the names of the job file. Expressions: {@link ActivationKernels}. */
    public enum Function {
        RELU("relu"),
        LEAKY_RELU("leaky-relu"),
        SIGMOID("sigmoid"),
        TANH("tanh"),
        GELU("gelu");

        private final String key;

        Function(String key) {
            this.key = key;
        }
    }

    @Override
    public String type() {
        return function.key;
    }

    @Override
    public Shape output() {
        return input;
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        ActivationKernels kernels = pass.kernels().activation();
        int n = pass.length(input);
        switch (function) {
            case RELU -> kernels.relu(x, y, n);
            case LEAKY_RELU -> kernels.leakyRelu(x, y, slope, n);
            case SIGMOID -> {
                kernels.sigmoid(x, y, n);
                kernels.clearPadding(y, input.features(), pass.lanes());
            }
            case TANH -> kernels.tanh(x, y, n);
            case GELU -> kernels.gelu(x, y, n);
        }
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        ActivationKernels kernels = pass.kernels().activation();
        int n = pass.length(input);
        switch (function) {
            case RELU -> kernels.reluBackward(y, dy, dx, n);
            // The output has the sign of the input, since the slope is positive.
            case LEAKY_RELU -> kernels.leakyReluBackward(y, dy, dx, slope, n);
            case SIGMOID -> kernels.sigmoidBackward(y, dy, dx, n);
            case TANH -> kernels.tanhBackward(y, dy, dx, n);
            case GELU -> kernels.geluBackward(x, dy, dx, n);
        }
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean needsInput() {
        return function == Function.GELU;
    }

    @Override
    public boolean needsOutput() {
        return function != Function.GELU;
    }
}
