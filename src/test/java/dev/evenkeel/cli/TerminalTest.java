package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @Test
    void shouldSeeATerminal() {
        assertEquals(Optional.of(new Terminal(80, true)), Terminal.detect("80", Map.of("TERM", "xterm-256color")));
    }

    @Test
    void shouldRespectNoColor() {
        assertEquals(
                Optional.of(new Terminal(80, false)), Terminal.detect("80", Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertEquals(
                Optional.of(new Terminal(80, true)), Terminal.detect("80", Map.of("TERM", "xterm", "NO_COLOR", "")));
    }

    @ParameterizedTest
    @CsvSource({"80, dumb", "0, xterm", "19, xterm", "'', xterm", "wide, xterm", "9999999999, xterm"})
    void shouldKeepToPlainLinesElsewhere(String columns, String type) {
        assertEquals(Optional.empty(), Terminal.detect(columns, Map.of("TERM", type)));
        assertEquals(Optional.empty(), Terminal.detect(columns, Map.of()));
    }
}
