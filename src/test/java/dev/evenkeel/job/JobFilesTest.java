package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The job files that come with the distribution. */
class JobFilesTest {
    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf", "jobs"))) {
            List<Path> found = files.sorted().toList();
            assertTrue(found.size() >= 3, found::toString);
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeReadable(Path file) throws IOException {
        assertTrue(Files.readString(file).startsWith("# "), "begins with its purpose");

        ReadJob job = JobReader.read(file, List.of());

        assertEquals(file.getFileName().toString(), job.spec().name() + ".conf");
        if (job.spec().data() instanceof DataSpec.Digits) {
            job.check(Datasets.load(job.spec().data(), job.base()));
        } else if (job.spec().data() instanceof DataSpec.Cifar10) {
            job.check(new FakeDataset(3, 32, 32, 10, 50_000));
        } else {
            job.check(new FakeDataset(1, 28, 28, 10, 60_000));
        }
    }
}
