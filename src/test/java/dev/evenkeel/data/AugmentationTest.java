package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.AugmentSpec.RandomCrop;
import dev.evenkeel.data.AugmentSpec.RandomHorizontalFlip;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {
    private static final Shape SHAPE = new Shape(3, 5, 6);
    private static final int SAMPLES = 2000;
    private static final Dataset DATA = images();

    /** Random images, whose channels have means of their own. */
    private static Dataset images() {
        byte[] pixels = new byte[SAMPLES * SHAPE.features()];
        new Random(1).nextBytes(pixels);
        RawImages images = new RawImages(SHAPE, pixels, new Targets.Classes(new int[SAMPLES]));
        return RawImages.dataset(images, images, IdxData.DIGITS);
    }

    /** Every sample of an epoch, gathered alone. */
    private static float[][] epoch(Dataset data, long seed, int epoch, AugmentSpec... steps) {
        Augmentation augmentation = new Augmentation(data, List.of(steps), seed);
        float[][] samples = new float[SAMPLES][SHAPE.features()];
        for (int id = 0; id < SAMPLES; id++) {
            augmentation.gather(epoch, new int[] {id}, 0, 1, samples[id], 0, 1);
        }
        return samples;
    }

    /** The image moved, pixel by pixel; what comes in has been 0. */
    private static float[] moved(float[] image, int down, int right, boolean mirrored) {
        float[] expected = new float[image.length];
        for (int channel = 0; channel < SHAPE.channels(); channel++) {
            double mean = DATA.normalization().means().get(channel);
            double deviation = DATA.normalization().deviations().get(channel);
            for (int row = 0; row < SHAPE.rows(); row++) {
                for (int column = 0; column < SHAPE.columns(); column++) {
                    int r = row + down;
                    int c = (mirrored ? SHAPE.columns() - 1 - column : column) + right;
                    boolean inside = r >= 0 && r < SHAPE.rows() && c >= 0 && c < SHAPE.columns();
                    expected[at(channel, row, column)] =
                            inside ? image[at(channel, r, c)] : (float) ((0 - mean) / deviation);
                }
            }
        }
        return expected;
    }

    private static int at(int channel, int row, int column) {
        return (channel * SHAPE.rows() + row) * SHAPE.columns() + column;
    }

    /** Every sample is one of the possible variations, and each of those is as frequent as the others. */
    @Test
    void shouldShiftAndFlipEachWayAlikeOften() {
        float[][] plain = epoch(DATA, 42, 1);
        float[][] varied = epoch(DATA, 42, 1, new RandomCrop(2), new RandomHorizontalFlip());
        Map<String, Integer> found = new TreeMap<>();
        for (int id = 0; id < SAMPLES; id++) {
            found.merge(variation(plain[id], varied[id]), 1, Integer::sum);
        }
        assertEquals(5 * 5 * 2, found.size(), found::toString);
        // 40 of each are expected, with a deviation of 6.3.
        assertTrue(found.values().stream().allMatch(count -> count > 12 && count < 75), found::toString);
    }

    private static String variation(float[] plain, float[] varied) {
        for (int down = -2; down <= 2; down++) {
            for (int right = -2; right <= 2; right++) {
                for (boolean mirrored : new boolean[] {false, true}) {
                    if (Arrays.equals(moved(plain, down, right, mirrored), varied)) {
                        return down + " down, " + right + " right" + (mirrored ? ", mirrored" : "");
                    }
                }
            }
        }
        throw new AssertionError("no shift by up to 2, mirrored or not, makes this: " + Arrays.toString(varied));
    }

    @Test
    void shouldDependOnSeedAndEpochAndStep() {
        AugmentSpec crop = new RandomCrop(2);
        float[][] varied = epoch(DATA, 42, 1, crop);
        assertTrue(Arrays.deepEquals(varied, epoch(DATA, 42, 1, crop)));
        assertFalse(Arrays.deepEquals(varied, epoch(DATA, 42, 2, crop)));
        assertFalse(Arrays.deepEquals(varied, epoch(DATA, 43, 1, crop)));
        // A flip that drew what the flip before it drew would undo it.
        AugmentSpec flip = new RandomHorizontalFlip();
        assertFalse(Arrays.deepEquals(epoch(DATA, 42, 1), epoch(DATA, 42, 1, flip, flip)));
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    /** Whoever gathers a sample, and among which others, it comes out the same; padding is zero. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotDependOnTheShard(int seed) {
        AugmentSpec[] steps =
                seed % 4 == 0 ? new AugmentSpec[0] : new AugmentSpec[] {new RandomHorizontalFlip(), new RandomCrop(3)};
        float[][] alone = epoch(DATA, 7, 3, steps);
        Random random = new Random(seed);
        int count = random.nextInt(40);
        int width = count + random.nextInt(17);
        int first = random.nextInt(5);
        int at = random.nextInt(50);
        int[] ids = random.ints(first + count + 2, 0, SAMPLES).toArray();
        float[] expected = new float[at + SHAPE.features() * width + 10];
        Arrays.fill(expected, Float.NaN);
        float[] actual = expected.clone();
        for (int f = 0; f < SHAPE.features(); f++) {
            for (int lane = 0; lane < width; lane++) {
                expected[at + f * width + lane] = lane < count ? alone[ids[first + lane]][f] : 0f;
            }
        }
        new Augmentation(DATA, List.of(steps), 7).gather(3, ids, first, count, actual, at, width);
        assertArrayEquals(expected, actual);
    }

    /** One pair normalizes all features of images of one channel. */
    @Test
    void shouldFillWithTheBackgroundOfDigits() {
        Dataset digits = EmbeddedDigits.load();
        float[] digit = new float[64];
        new Augmentation(digits, List.of(new RandomCrop(7)), 1).gather(1, new int[] {3}, 0, 1, digit, 0, 1);
        float[] plain = new float[64];
        digits.train().gather(new int[] {3}, 0, 1, plain, 0, 1);
        // The corner of a digit is empty.
        assertTrue(IntStream.range(0, 64).filter(i -> digit[i] == plain[0]).count() > 20);
    }
}
