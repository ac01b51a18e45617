package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedDigitsTest {
    /** The first sample of the published file. */
    private static final int[] FIRST = {
        0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0, //
        0, 5, 8, 0, 0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0
    };

    private final Dataset digits = Datasets.load(new DataSpec.Digits(), Path.of("."));

    @Test
    void shouldSplitByOrderInTheFile() {
        assertEquals(1437, digits.train().size());
        assertEquals(360, digits.test().size());
        assertEquals(List.of(1, 8, 8), List.of(digits.channels(), digits.rows(), digits.columns()));
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), digits.classNames());
        assertEquals(10, digits.classes());
    }

    @Test
    void shouldHoldThePublishedSamples() {
        double mean = digits.normalization().means().get(0);
        double deviation = digits.normalization().deviations().get(0);
        float[] expected = new float[64];
        for (int i = 0; i < 64; i++) {
            expected[i] = (float) ((FIRST[i] - mean) / deviation);
        }
        float[] actual = new float[64];
        digits.train().gather(new int[] {0}, 0, 1, actual, 0, 1);
        assertArrayEquals(expected, actual);
        assertEquals(0, digits.train().label(0));
        assertEquals(8, digits.test().label(359));
    }

    /** Figures computed from the published file with NumPy in float64. */
    @Test
    void shouldNormalizeByTheTrainingPart() {
        assertEquals(4.886177800974252, digits.normalization().means().get(0), 1e-12);
        assertEquals(6.00811374129213, digits.normalization().deviations().get(0), 1e-11);
    }

    /** The digest as its documentation states it, computed from the published file by a script outside of Java. */
    @Test
    void shouldHashWhatTheDocumentationStates() {
        assertEquals("e3e2b1d34c010bea49321fad2d99e29a2c04617c88405cdd99bd8cec248f0ecb", digits.digest());
    }
}
