package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.DataException;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.run.RunException;
import dev.evenkeel.train.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(new InvalidJobException("job.conf, line 3: no"), 2, "job.conf, line 3: no"),
                Arguments.of(new DataException("t10k: cut\n  short"), 2, "t10k: cut short"),
                Arguments.of(new RunException("runs/a is in use"), 2, "runs/a is in use"),
                Arguments.of(new TrainingException("step 3: NaN"), 1, "step 3: NaN"),
                Arguments.of(
                        new UncheckedIOException("cannot write l: No space left on device", new IOException()),
                        1,
                        "cannot write l: No space left on device"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void shouldTellWhatIsKnownInOneLine(Exception thrown, int status, String sentence) {
        Cli failed = failing(thrown);

        assertEquals(new Cli(status, "", "evenkeel: " + sentence + "\n"), failed);
    }

    @Test
    void shouldKeepTheDetailsOfWhatIsUnexpected() throws IOException {
        Cli failed = failing(new IllegalStateException("lost"));

        assertEquals(1, failed.status());
        Matcher line = Pattern.compile(
                        "evenkeel: unexpected java.lang.IllegalStateException: lost; details are in (.*)\\n")
                .matcher(failed.err());
        assertTrue(line.matches(), failed.err());
        Path details = Path.of(line.group(1));
        assertTrue(Files.readString(details).contains("\tat " + getClass().getName()));
        Files.delete(details);
    }

    private static Cli failing(Exception thrown) {
        return Cli.run(Failures.handledBy(new CommandLine(new Failing(thrown))));
    }

    @Command(name = "failing")
    private record Failing(Exception thrown) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw thrown;
        }
    }
}
