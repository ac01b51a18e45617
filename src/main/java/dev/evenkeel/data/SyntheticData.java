package dev.evenkeel.data;

import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Made-up data. Sample i of a part is of class i mod classes. With {@code normals} of {@link KeyedRandom} under the data's
 * seed, the centre of class k is stream 2³² + k with deviation 1, and a sample is its centre, plus in float stream 2·2³² + i (in
 * the training part) or 3·2³² + i (in the test part) with the deviation {@code noise}. Initial weights use streams below
 * 2³², so that nothing is shared with them under one seed.
 */
final class SyntheticData {
    private static final long CENTRES = 1L << 32;
    private static final long TRAIN = 2L << 32;
    private static final long TEST = 3L << 32;

    private SyntheticData() {}

    static Dataset load(DataSpec.Synthetic spec) {
        int smallest = IntStream.of(
                        spec.channels(), spec.rows(), spec.columns(), spec.classes(), spec.train(), spec.test() + 1)
                .min()
                .getAsInt();
        if (smallest < 1 || !(spec.noise() >= 0 && spec.noise() <= Float.MAX_VALUE / 16)) {
            throw new DataException("synthetic data cannot be made as " + spec
                    + "; every size must be 1 or more (test: 0 or more), and the noise 0 or more and finite");
        }
        Shape shape = new Shape(spec.channels(), spec.rows(), spec.columns());
        float[][] centres = new float[spec.classes()][length(spec, 1)];
        for (int k = 0; k < centres.length; k++) {
            KeyedRandom.normals(spec.seed(), CENTRES + k, centres[k], 0, centres[k].length, 1);
        }
        return RawNumbers.dataset(
                "synthetic data",
                part(spec, shape, centres, TRAIN, spec.train()),
                part(spec, shape, centres, TEST, spec.test()),
                IntStream.range(0, spec.classes()).mapToObj(String::valueOf).toList());
    }

    private static RawNumbers part(DataSpec.Synthetic spec, Shape shape, float[][] centres, long stream, int samples) {
        int features = centres[0].length;
        float[] values = new float[length(spec, samples)];
        int[] labels = new int[samples];
        Arrays.setAll(labels, i -> i % centres.length);
        for (int i = 0; i < samples; i++) {
            int at = i * features;
            KeyedRandom.normals(spec.seed(), stream + i, values, at, features, spec.noise());
            for (int f = 0; f < features; f++) {
                values[at + f] += centres[labels[i]][f];
            }
        }
        return new RawNumbers(shape, i -> values[i], new Targets.Classes(labels));
    }

    /** Values of so many samples; twice as many floats are in memory while they are normalized. */
    private static int length(DataSpec.Synthetic spec, int samples) {
        double values = (double) spec.channels() * spec.rows() * spec.columns() * samples;
        return Heap.arrayLength((long) values, 2 * Float.BYTES, "synthetic data");
    }
}
