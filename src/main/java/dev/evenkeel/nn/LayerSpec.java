package dev.evenkeel.nn;

import java.util.List;

/** One entry of a job's {@code layers}, by the names the field uses. Plain values; what they mean stands at each layer's class. */
public sealed interface LayerSpec {
    /** All features in one row: changes the shape, not the memory. */
    record Flatten() implements LayerSpec {}

    /** Every output a weighted sum of every input. Implies a flattened input. */
    record Dense(int units, boolean bias, Initializer initializer) implements LayerSpec {
        public Dense bias(boolean wanted) {
            return new Dense(units, wanted, initializer);
        }

        public Dense initializer(Initializer wanted) {
            return new Dense(units, bias, wanted);
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
    }
}
