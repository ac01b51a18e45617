package dev.evenkeel.cluster.wire;

import java.nio.ByteBuffer;

/** A run of numbers in an array, as bytes in the order of the buffer. Offsets count bytes from the run's begin, in whole numbers. */
sealed interface Slice {
    /** Bytes of the whole run. */
    long bytes();

    /** Appends {@code length} bytes of the run to a buffer. */
    void write(ByteBuffer out, long offset, int length);

    /** Takes {@code length} bytes of the run from a buffer. */
    void read(ByteBuffer in, long offset, int length);

    record Longs(long[] values) implements Slice {
        @Override
        public long bytes() {
            return (long) Long.BYTES * values.length;
        }

        @Override
        public void write(ByteBuffer out, long offset, int length) {
            out.asLongBuffer().put(values, index(offset, Long.BYTES), length / Long.BYTES);
            out.position(out.position() + length);
        }

        @Override
        public void read(ByteBuffer in, long offset, int length) {
            in.asLongBuffer().get(values, index(offset, Long.BYTES), length / Long.BYTES);
            in.position(in.position() + length);
        }
    }

    record Doubles(double[] values, int from, int to) implements Slice {
        Doubles(double[] values) {
            this(values, 0, values.length);
        }

        @Override
        public long bytes() {
            return (long) Double.BYTES * (to - from);
        }

        @Override
        public void write(ByteBuffer out, long offset, int length) {
            out.asDoubleBuffer().put(values, from + index(offset, Double.BYTES), length / Double.BYTES);
            out.position(out.position() + length);
        }

        @Override
        public void read(ByteBuffer in, long offset, int length) {
            in.asDoubleBuffer().get(values, from + index(offset, Double.BYTES), length / Double.BYTES);
            in.position(in.position() + length);
        }
    }

    record Floats(float[] values, int from, int to) implements Slice {
        @Override
        public long bytes() {
            return (long) Float.BYTES * (to - from);
        }

        @Override
        public void write(ByteBuffer out, long offset, int length) {
            out.asFloatBuffer().put(values, from + index(offset, Float.BYTES), length / Float.BYTES);
            out.position(out.position() + length);
        }

        @Override
        public void read(ByteBuffer in, long offset, int length) {
            in.asFloatBuffer().get(values, from + index(offset, Float.BYTES), length / Float.BYTES);
            in.position(in.position() + length);
        }
    }

    private static int index(long offset, int size) {
        return Math.toIntExact(offset / size);
    }
}
