package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1437, '1,437'",
        "-3, −3",
        "0.12345, 0.123",
        "12.345, 12.3",
        "-0.5, −0.5",
        "1234.56, '1,230'",
        "2.5e-7, 2.5·10⁻⁷",
        "-1.234e-12, −1.23·10⁻¹²",
        "0.0009999, 1·10⁻³",
        "1.5e30, 1.5·10³⁰",
        "9999999999, 1·10¹⁰",
        "Infinity, ∞",
        "NaN, not a number"
    })
    void shouldWriteThreeDigits(double value, String text) {
        assertEquals(text, Figures.text(value));
    }

    @ParameterizedTest
    @CsvSource({"0.96389, 96.39 %", "1, 100.00 %", "0, 0.00 %"})
    void shouldWritePercentages(double share, String text) {
        assertEquals(text, Figures.percent(share));
    }
}
