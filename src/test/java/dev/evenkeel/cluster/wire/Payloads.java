package dev.evenkeel.cluster.wire;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random parts of every kind, with the odd values that a copy could lose: signed zeros, the smallest and largest, not-a-number. */
final class Payloads {
    private static final double[] ODD = {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, 1e-300, Math.PI};

    private final Random random;

    Payloads(long seed) {
        random = new Random(seed);
    }

    Part part(Part.Payload payload) {
        Phase[] phases = Phase.values();
        Tag tag = new Tag(
                "job-" + random.nextInt(99) + "-ü",
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                phases[random.nextInt(phases.length)],
                random.nextInt(),
                random.nextLong());
        return new Part(tag, random.nextInt(64), payload);
    }

    List<Part.Payload> ofEveryKind(int largest) {
        int nodes = random.nextInt(4);
        int length = 1 + random.nextInt(largest);
        int from = random.nextInt(length);
        int to = from + random.nextInt(length - from + 1);
        int blocks = 1 + random.nextInt(50);
        int fromBlock = random.nextInt(blocks);
        int toBlock = fromBlock + random.nextInt(blocks - fromBlock + 1);
        long[] counts = random.longs(random.nextInt(9)).toArray();
        return List.of(
                new Part.Statistics(counts, doubles(length), doubles(length)),
                new Part.Losses(doubles(random.nextInt(20)), random.nextBoolean(), random.nextInt()),
                new Part.Gradients(
                        IntStream.range(0, nodes).mapToObj(n -> floats(length)).toArray(float[][]::new),
                        nodes == 0 ? 0 : from,
                        nodes == 0 ? 0 : to),
                new Part.Reduced(floats(length), from, to, doubles(blocks), fromBlock, toBlock),
                new Part.State(
                        random.longs(5 + random.nextInt(20)).toArray(),
                        doubles(random.nextInt(3)),
                        floats(length),
                        IntStream.range(0, nodes).mapToObj(n -> floats(length)).toArray(float[][]::new),
                        floats(blocks),
                        floats(blocks)));
    }

    private double[] doubles(int length) {
        double[] values = new double[length];
        Arrays.setAll(values, i -> random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian());
        return values;
    }

    private float[] floats(int length) {
        float[] values = new float[length];
        double[] doubles = doubles(length);
        for (int i = 0; i < length; i++) {
            values[i] = (float) doubles[i];
        }
        return values;
    }

    /** Everything that is meant, bit by bit, as text: equal payloads have equal texts. */
    static String bits(Part part) {
        StringBuilder text = new StringBuilder(part.tag() + " from " + part.from() + " ");
        Part.Payload payload = part.payload();
        if (payload instanceof Part.Statistics s) {
            text.append(Arrays.toString(s.counts()));
            append(text, s.first(), 0, s.first().length);
            append(text, s.second(), 0, s.second().length);
        } else if (payload instanceof Part.Losses l) {
            text.append(l.pause()).append(l.notFinite());
            append(text, l.sums(), 0, l.sums().length);
        } else if (payload instanceof Part.Gradients g) {
            text.append(g.from()).append('-').append(g.to());
            for (float[] node : g.nodes()) {
                append(text, node, g.from(), g.to());
            }
        } else if (payload instanceof Part.Reduced r) {
            text.append(r.from())
                    .append('-')
                    .append(r.to())
                    .append(r.fromBlock())
                    .append('-')
                    .append(r.toBlock());
            append(text, r.values(), r.from(), r.to());
            append(text, r.blockSums(), r.fromBlock(), r.toBlock());
        } else if (payload instanceof Part.State s) {
            text.append(Arrays.toString(s.numbers()));
            append(text, s.products(), 0, s.products().length);
            append(text, s.parameters(), 0, s.parameters().length);
            for (float[] slot : s.slots()) {
                append(text, slot, 0, slot.length);
            }
            append(text, s.runningMean(), 0, s.runningMean().length);
            append(text, s.runningVariance(), 0, s.runningVariance().length);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append(' ').append(Double.doubleToRawLongBits(values[i]));
        }
    }

    private static void append(StringBuilder text, float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append(' ').append(Float.floatToRawIntBits(values[i]));
        }
    }
}
