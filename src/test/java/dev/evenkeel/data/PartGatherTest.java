package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What gather writes against its definition, value by value, on random shapes. */
class PartGatherTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldWriteNormalizedInputsSampleInnermost(int seed) {
        Random random = new Random(seed);
        Shape shape = new Shape(1 + random.nextInt(4), 1 + random.nextInt(15), 1 + random.nextInt(15));
        int size = 1 + random.nextInt(40);
        byte[] pixels = new byte[size * shape.features()];
        random.nextBytes(pixels);
        double[] numbers = random.doubles(pixels.length, -1e3, 1e5).toArray();
        Targets targets = new Targets.Classes(new int[size]);

        RawImages images = new RawImages(shape, pixels, targets);
        check(random, shape, i -> pixels[i] & 0xFF, RawImages.dataset(images, images, IdxData.DIGITS));
        RawNumbers rows = new RawNumbers(shape, i -> numbers[i], targets);
        check(random, shape, i -> numbers[i], RawNumbers.dataset("numbers", rows, rows, IdxData.DIGITS));
    }

    private static void check(Random random, Shape shape, IntToDoubleFunction raw, Dataset data) {
        int count = random.nextInt(33);
        int width = count + random.nextInt(17);
        int first = random.nextInt(5);
        int at = random.nextInt(50);
        int[] ids = random.ints(first + count + 2, 0, data.train().size()).toArray();
        float[] expected = new float[at + shape.features() * width + 10];
        Arrays.fill(expected, Float.NaN);
        float[] actual = expected.clone();
        for (int feature = 0; feature < shape.features(); feature++) {
            double mean = data.normalization().means().get(feature / shape.plane());
            double deviation = data.normalization().deviations().get(feature / shape.plane());
            for (int lane = 0; lane < width; lane++) {
                double value = lane < count ? raw.applyAsDouble(ids[first + lane] * shape.features() + feature) : mean;
                expected[at + feature * width + lane] = (float) ((value - mean) / deviation);
            }
        }
        data.train().gather(ids, first, count, actual, at, width);
        assertArrayEquals(expected, actual);
    }

    @Test
    void shouldKeepTheMeanOfAConstantFeatureExact() {
        double[] values = new double[3000];
        Arrays.fill(values, 0.1);
        Dataset.Normalization normalization = Normalizing.of(Shape.vector(3), 1000, i -> values[i]);
        assertArrayEquals(new Object[] {0.1, 0.1, 0.1}, normalization.means().toArray());
        assertArrayEquals(
                new Object[] {1.0, 1.0, 1.0}, normalization.deviations().toArray());
    }
}
