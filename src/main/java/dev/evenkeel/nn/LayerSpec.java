package dev.evenkeel.nn;

import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.PoolingShape;
import java.util.List;

/** One entry of a job's {@code layers}, by the names the field uses. Plain values; what they mean stands at each layer's class. */
public sealed interface LayerSpec {
    /**
     * The shape that it makes of that one.
     *
     * @throws MisfitException where it does not fit
     */
    default Shape output(Shape input) {
        return input;
    }

    /** All features in one row: changes the shape, not the memory. */
    record Flatten() implements LayerSpec {
        @Override
        public Shape output(Shape input) {
            return Shape.vector(input.features());
        }
    }

    /** Every output a weighted sum of every input. Implies a flattened input. */
    record Dense(int units, boolean bias, Initializer initializer) implements LayerSpec {
        public Dense bias(boolean wanted) {
            return new Dense(units, wanted, initializer);
        }

        public Dense initializer(Initializer wanted) {
            return new Dense(units, bias, wanted);
        }

        @Override
        public Shape output(Shape input) {
            return Shape.vector(units);
        }
    }

    /**
     * A convolution of maps.
     *
     * @param kernel rows and columns of the window
     * @param stride from one position of the window to the next
     * @param padding rows above and below, columns left and right, that the window may cover; smaller than the kernel
     */
    record Conv2d(int filters, Extent kernel, Extent stride, Extent padding, boolean bias, Initializer initializer)
            implements LayerSpec {
        public Conv2d stride(int wanted) {
            return stride(Extent.square(wanted));
        }

        public Conv2d stride(Extent wanted) {
            return new Conv2d(filters, kernel, wanted, padding, bias, initializer);
        }

        public Conv2d padding(int wanted) {
            return padding(Extent.square(wanted));
        }

        public Conv2d padding(Extent wanted) {
            return new Conv2d(filters, kernel, stride, wanted, bias, initializer);
        }

        public Conv2d bias(boolean wanted) {
            return new Conv2d(filters, kernel, stride, padding, wanted, initializer);
        }

        public Conv2d initializer(Initializer wanted) {
            return new Conv2d(filters, kernel, stride, padding, bias, wanted);
        }

        @Override
        public Shape output(Shape input) {
            return Windows.output("conv2d", input, filters, kernel, stride, padding);
        }

        ConvolutionShape geometry(Shape input) {
            output(input);
            return new ConvolutionShape(
                    input.channels(), input.rows(), input.columns(), filters, Windows.of(kernel, stride, padding));
        }
    }

    /** The largest element of every window of a map. */
    record MaxPool(Extent size, Extent stride) implements LayerSpec {
        @Override
        public Shape output(Shape input) {
            return Windows.output("max-pool", input, input.channels(), size, stride, Windows.NO_PADDING);
        }

        PoolingShape geometry(Shape input) {
            output(input);
            return Windows.pooling(input, size, stride);
        }
    }

    /** The mean of every window of a map. */
    record AvgPool(Extent size, Extent stride) implements LayerSpec {
        @Override
        public Shape output(Shape input) {
            return Windows.output("avg-pool", input, input.channels(), size, stride, Windows.NO_PADDING);
        }

        PoolingShape geometry(Shape input) {
            output(input);
            return Windows.pooling(input, size, stride);
        }
    }

    /** The mean of every map: one feature per channel. */
    record GlobalAvgPool() implements LayerSpec {
        @Override
        public Shape output(Shape input) {
            return Shape.vector(input.channels());
        }

        PoolingShape geometry(Shape input) {
            return PoolingShape.global(input.channels(), input.rows(), input.columns());
        }
    }

    /** Batch normalization per channel; frozen where not trainable: running statistics used, nothing updated. */
    record BatchNorm(boolean trainable) implements LayerSpec {
        public BatchNorm frozen() {
            return new BatchNorm(false);
        }
    }

    record Relu() implements LayerSpec {}

    record LeakyRelu(double slope) implements LayerSpec {}

    record Sigmoid() implements LayerSpec {}

    record Tanh() implements LayerSpec {}

    record Gelu() implements LayerSpec {}

    /** Zeroes a feature of a sample with this probability while training, and scales the rest by 1 / (1 − rate). */
    record Dropout(double rate) implements LayerSpec {}

    /** The layers of {@code body}, that many times over, each time with parameters of its own. */
    record Repeat(int times, List<LayerSpec> body) implements LayerSpec {
        public Repeat {
            body = List.copyOf(body);
        }

        @Override
        public Shape output(Shape input) {
            Shape shape = input;
            for (int i = 0; i < times; i++) {
                shape = LayerSpec.output(body, shape);
            }
            return shape;
        }
    }

    /** The layers of {@code body} beside those of {@code shortcut}, none of them for the identity; then the sum of both. */
    record Residual(List<LayerSpec> body, List<LayerSpec> shortcut) implements LayerSpec {
        public Residual {
            body = List.copyOf(body);
            shortcut = List.copyOf(shortcut);
        }

        /** With a projection as shortcut, say. */
        public Residual shortcut(LayerSpec... layers) {
            return new Residual(body, List.of(layers));
        }

        @Override
        public Shape output(Shape input) {
            Shape made = LayerSpec.output(body, input);
            fit(made, LayerSpec.output(shortcut, input));
            return made;
        }

        /**
         * Checks that what body and shortcut make can be added.
         *
         * @throws MisfitException with both shapes
         */
        public void fit(Shape ofBody, Shape ofShortcut) {
            if (!ofBody.equals(ofShortcut)) {
                String what = shortcut.isEmpty() ? "its identity shortcut leaves " : "its shortcut makes ";
                throw new MisfitException("residual cannot add: its body makes " + ofBody + " and " + what + ofShortcut
                        + ", but both must be equal: give it a shortcut that makes " + ofBody);
            }
        }
    }

    /** The shape that layers make one after another. */
    private static Shape output(List<LayerSpec> layers, Shape input) {
        Shape shape = input;
        for (LayerSpec layer : layers) {
            shape = layer.output(shape);
        }
        return shape;
    }
}
