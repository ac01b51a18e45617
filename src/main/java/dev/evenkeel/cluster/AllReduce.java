package dev.evenkeel.cluster;

import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import java.util.Arrays;

/** The two all-reduces of a training step, bare: everyone to everyone, and reduce-scatter with all-gather. One thread. */
final class AllReduce {
    /** Floats of a bucket, as in training. */
    private static final int BUCKET = 1 << 18;

    /** Up to this size statistics go in one hop. */
    private static final int SMALL = 1 << 14;

    private final MessageExchange exchange;
    private final ParameterKernels kernels;
    private final int members;
    private long step;

    AllReduce(MessageExchange exchange, ParameterKernels kernels) {
        this.exchange = exchange;
        this.kernels = kernels;
        this.members = exchange.members();
    }

    /** Microseconds of one all-reduce: in one hop (NaN for a large size, which never goes that way) and in two. */
    double[] measure(AllReduceProbe.Size size) {
        double[] doubles = new double[size.floats() / 2];
        float[] values = new float[size.floats()];
        Arrays.fill(doubles, 1.0);
        Arrays.fill(values, 1f);
        float[] result = new float[size.floats()];
        double oneHop = size.floats() > SMALL ? Double.NaN : micros(size.times(), () -> oneHop(doubles));
        return new double[] {oneHop, micros(size.times(), () -> twoHops(values, result))};
    }

    /** As many times unmeasured before: the compiler is at work, and links warm up. */
    private double micros(int times, Runnable reduce) {
        long start = 0;
        for (int i = 0; i < 2 * times; i++) {
            start = i == times ? System.nanoTime() : start;
            exchange.begin(++step);
            reduce.run();
        }
        return (System.nanoTime() - start) / 1e3 / times;
    }

    private void oneHop(double[] values) {
        exchange.toAll(Phase.LOSS, 0, new Part.Losses(values, false, Part.Losses.ALL_FINITE));
        double[] sums = new double[values.length];
        for (Part.Payload part : exchange.await(Phase.LOSS, 0, () -> false)) {
            double[] other = ((Part.Losses) part).sums();
            for (int i = 0; i < sums.length; i++) {
                sums[i] = sums[i] + other[i];
            }
        }
    }

    private void twoHops(float[] values, float[] result) {
        int buckets = (values.length + BUCKET - 1) / BUCKET;
        for (int bucket = 0; bucket < buckets; bucket++) {
            for (int member = 0; member < members; member++) {
                int from = from(values.length, bucket, member);
                int to = from(values.length, bucket, member + 1);
                exchange.to(member, Phase.GRADIENT, bucket, new Part.Gradients(new float[][] {values}, from, to));
            }
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            int from = from(values.length, bucket, exchange.rank());
            int to = from(values.length, bucket, exchange.rank() + 1);
            Part.Payload[] parts = exchange.await(Phase.GRADIENT, bucket, () -> false);
            System.arraycopy(node(parts[0]), from, result, from, to - from);
            for (int member = 1; member < members; member++) {
                kernels.add(result, node(parts[member]), result, from, to);
            }
            exchange.toAll(Phase.REDUCED_GRADIENT, bucket, new Part.Reduced(result, from, to, new double[0], 0, 0));
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            exchange.await(Phase.REDUCED_GRADIENT, bucket, () -> false);
        }
    }

    private static float[] node(Part.Payload part) {
        return ((Part.Gradients) part).nodes()[0];
    }

    private int from(int length, int bucket, int member) {
        int begin = bucket * BUCKET;
        int end = Math.min(length, begin + BUCKET);
        return begin + (int) ((long) (end - begin) * member / members);
    }
}
