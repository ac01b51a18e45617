package dev.evenkeel.nn;

import java.util.List;

/**
 * A trained tensor and its place in the flat arrays of a replica (parameters, gradients, optimizer state).
 *
 * @param name as in {@code model.safetensors}: layer index, layer type, role
 * @param layer index of its layer in the network
 * @param shape row-major; a dense weight is [outputs, inputs]
 * @param from first element in the flat arrays
 * @param trainable whether the optimizer moves it; γ and β of a frozen batch-norm stay
 */
public record Parameter(String name, int layer, Role role, List<Integer> shape, int from, boolean trainable) {
    /** What a parameter is to its layer. Only weights decay unless asked; γ and β get their gradients from the statistics. */
    public enum Role {
        WEIGHT,
        BIAS,
        GAMMA,
        BETA;

        /** Whether the gradient comes out of the exchanged batch-norm sums, complete on every worker, not out of buckets. */
        public boolean fromStatistics() {
            return this == GAMMA || this == BETA;
        }
    }

    public Parameter {
        shape = List.copyOf(shape);
    }

    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** One past its last element in the flat arrays. */
    public int to() {
        return from + size();
    }
}
