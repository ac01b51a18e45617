package dev.evenkeel.kernels;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What this machine can do at most: multiply and add in registers, and stream arrays of several sizes. */
final class PeakWork {
    /** Bytes of three arrays together: within the first cache, the second, the third, and none. */
    static final List<Integer> STREAMS = List.of(24 << 10, 192 << 10, 768 << 10, 3 << 20, 12 << 20, 96 << 20);

    static final String MULTIPLY_ADD = "peak-multiply-add";

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int ROUNDS = 1000;

    private PeakWork() {}

    static String stream(int bytes) {
        return "peak-stream " + (bytes >> 10) + " KiB";
    }

    static List<Work> all() {
        List<Work> all = new ArrayList<>();
        all.add(Work.operations(MULTIPLY_ADD, 2.0 * CHAINS * ROUNDS * SPECIES.length(), () -> {
            float[] values = Values.of(CHAINS * SPECIES.length());
            return () -> multiplyAdd(values);
        }));
        for (int bytes : STREAMS) {
            int n = bytes / 12;
            all.add(Work.bytes(stream(bytes), 12.0 * n, () -> {
                float[] a = Values.of(n);
                float[] b = Values.of(n);
                float[] c = new float[n];
                return () -> add(a, b, c);
            }));
        }
        return all;
    }

    /** As many chains as hide the latency of two units; each in a register, so written out. */
    private static void multiplyAdd(float[] values) {
        int length = SPECIES.length();
        FloatVector x = FloatVector.fromArray(SPECIES, values, 0);
        FloatVector y = FloatVector.broadcast(SPECIES, 1e-9f);
        FloatVector a = x;
        FloatVector b = x;
        FloatVector c = x;
        FloatVector d = x;
        FloatVector e = x;
        FloatVector f = x;
        FloatVector g = x;
        FloatVector h = x;
        FloatVector i = x;
        FloatVector j = x;
        FloatVector k = x;
        FloatVector l = x;
        for (int round = 0; round < ROUNDS; round++) {
            a = x.fma(y, a);
            b = x.fma(y, b);
            c = x.fma(y, c);
            d = x.fma(y, d);
            e = x.fma(y, e);
            f = x.fma(y, f);
            g = x.fma(y, g);
            h = x.fma(y, h);
            i = x.fma(y, i);
            j = x.fma(y, j);
            k = x.fma(y, k);
            l = x.fma(y, l);
        }
        a.add(b).add(c).add(d).add(e).add(f).intoArray(values, length);
        g.add(h).add(i).add(j).add(k).add(l).intoArray(values, 2 * length);
    }

    private static void add(float[] a, float[] b, float[] c) {
        int i = 0;
        for (; i <= c.length - SPECIES.length(); i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, a, i)
                    .add(FloatVector.fromArray(SPECIES, b, i))
                    .intoArray(c, i);
        }
        for (; i < c.length; i++) {
            c[i] = a[i] + b[i];
        }
    }
}
