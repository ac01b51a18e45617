package dev.evenkeel.format;

import java.util.Arrays;
import java.util.List;

/**
 * A named tensor in a file. Its values are in row-major order; the array is shared, not copied, and nobody may write to it
 * any more.
 */
public sealed interface Tensor {
    String name();

    /** Sizes of the dimensions, 0 or more each; none for a single number. */
    List<Integer> shape();

    /** Name of the number type in safetensors. */
    String dtype();

    /** Bytes of a value. */
    int bytesEach();

    /** Number of values. */
    int size();

    /** Float32 values, {@code F32}. */
    record Floats(String name, List<Integer> shape, float[] values) implements Tensor {
        public Floats {
            shape = checked(name, shape, values.length);
        }

        /** The tensor that begins at an element of a flat array; its values are copied. */
        public static Floats slice(String name, List<Integer> shape, float[] flat, int from) {
            int size = (int) Tensor.size(shape);
            return new Floats(name, shape, Arrays.copyOfRange(flat, from, from + size));
        }

        @Override
        public String dtype() {
            return "F32";
        }

        @Override
        public int bytesEach() {
            return Float.BYTES;
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    /** Float64 values, {@code F64}. */
    record Doubles(String name, List<Integer> shape, double[] values) implements Tensor {
        public Doubles {
            shape = checked(name, shape, values.length);
        }

        @Override
        public String dtype() {
            return "F64";
        }

        @Override
        public int bytesEach() {
            return Double.BYTES;
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    /** Signed 64-bit integers, {@code I64}. */
    record Longs(String name, List<Integer> shape, long[] values) implements Tensor {
        public Longs {
            shape = checked(name, shape, values.length);
        }

        @Override
        public String dtype() {
            return "I64";
        }

        @Override
        public int bytesEach() {
            return Long.BYTES;
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    private static List<Integer> checked(String name, List<Integer> shape, int values) {
        if (shape.stream().anyMatch(n -> n < 0) || size(shape) != values) {
            throw new IllegalArgumentException(
                    "tensor " + name + " has the shape " + shape + " and " + values + " values; both must agree");
        }
        return List.copyOf(shape);
    }

    private static long size(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
