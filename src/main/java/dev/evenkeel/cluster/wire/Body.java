package dev.evenkeel.cluster.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The values of a payload as one run of bytes. Longs and doubles come first, so that a cut at a multiple of 8 bytes never falls
 * into a number.
 */
final class Body {
    private final List<Slice> slices;
    private final long bytes;

    Body(List<Slice> slices) {
        this.slices = List.copyOf(slices);
        long sum = 0;
        for (Slice slice : slices) {
            sum += slice.bytes();
        }
        this.bytes = sum;
    }

    long bytes() {
        return bytes;
    }

    /** Appends the bytes [offset, offset + length) to a buffer. */
    void write(ByteBuffer out, long offset, int length) {
        each(offset, length, (slice, at, count) -> slice.write(out, at, count));
    }

    /** Takes the bytes [offset, offset + length) from a buffer. */
    void read(ByteBuffer in, long offset, int length) {
        each(offset, length, (slice, at, count) -> slice.read(in, at, count));
    }

    private interface Run {
        void apply(Slice slice, long at, int count);
    }

    private void each(long offset, int length, Run run) {
        long begin = 0;
        long end = offset + length;
        for (Slice slice : slices) {
            long from = Math.max(offset, begin);
            long to = Math.min(end, begin + slice.bytes());
            if (from < to) {
                run.apply(slice, from - begin, Math.toIntExact(to - from));
            }
            begin += slice.bytes();
        }
    }
}
