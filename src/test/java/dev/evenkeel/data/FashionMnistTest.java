package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published files themselves, as Debian packages them. */
class FashionMnistTest {
    private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    /** Mean and deviation of the training pixels are the 0.2860 and 0.3530 (of 255) that users of this set know; the digest was computed by a script outside of Java. */
    @Test
    void shouldReadThePublishedFiles() {
        assertTrue(
                Files.isDirectory(FOLDER),
                FOLDER + " is needed by this test: install it with `apt-get install dataset-fashion-mnist`");
        Dataset data = Datasets.load(new DataSpec.Idx(FOLDER.toString()), Path.of(""));
        assertEquals(
                List.of(60_000, 10_000),
                List.of(data.train().size(), data.test().size()));
        assertEquals(List.of(1, 28, 28), List.of(data.channels(), data.rows(), data.columns()));
        assertEquals("Ankle boot", data.classNames().get(data.train().label(0)));
        assertEquals("Ankle boot", data.classNames().get(data.test().label(0)));
        assertEquals(0.2860, data.normalization().means().get(0) / 255, 5e-5);
        assertEquals(0.3530, data.normalization().deviations().get(0) / 255, 5e-5);
        assertEquals("2c835c1387e374e26686a99d614ca941815106cec32d6f2ed5e56daa51fca55d", data.digest());
    }
}
