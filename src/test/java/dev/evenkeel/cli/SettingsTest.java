package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Path DELIVERED = Path.of("conf/evenkeel.conf");

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheFile() throws IOException {
        Config settings = Settings.load(Optional.of(file("evenkeel.step-timeout = 5 minutes")));

        assertEquals(Duration.ofMinutes(5), settings.getDuration("evenkeel.step-timeout"));
        assertEquals(Path.of("runs"), Settings.runs(settings));
    }

    @Test
    void shouldHaveDefaultsWithoutAFile() {
        assertEquals(Path.of("runs"), Settings.runs(Settings.load(Optional.empty())));
    }

    @Test
    void shouldRefuseAKeyThatNobodyReads() throws IOException {
        Path file = file("evenkeel {\n  step-timout = 5m\n}");

        assertEquals(
                file
                        + ", line 2: evenkeel.step-timout is no setting; those there are stand, commented out, in the file as"
                        + " it was delivered",
                refusal(file));
    }

    @Test
    void shouldRefuseWhatIsNoHocon() throws IOException {
        Path file = file("evenkeel { step-timeout = ");

        assertTrue(refusal(file).startsWith("settings: " + file + ": 1: "), refusal(file));
    }

    @Test
    void shouldRefuseAValueOfAnotherType() throws IOException {
        Path runs = file("evenkeel.runs = [a, b]");
        assertTrue(refusal(runs).startsWith("settings: " + runs + ": 1: "), refusal(runs));
        Path timeout = file("evenkeel.step-timeout = soon");
        assertTrue(refusal(timeout).startsWith("settings: " + timeout + ": 1: "), refusal(timeout));
    }

    @Test
    void shouldDeliverEverySettingWithItsDefault() throws IOException {
        String uncommented = Files.readString(DELIVERED).replaceAll("(?m)^( *)# ([a-z.-]+ = )", "$1$2");

        assertEquals(
                ConfigFactory.defaultReference().getValue("evenkeel").unwrapped(),
                ConfigFactory.parseString(uncommented).getValue("evenkeel").unwrapped());
    }

    private static String refusal(Path file) {
        return assertThrows(UsageException.class, () -> Settings.load(Optional.of(file)))
                .getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("evenkeel.conf"), text);
    }
}
