package dev.evenkeel.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.evenkeel.nn.Initializer.Scheme;
import org.junit.jupiter.api.Test;

class InitializerTest {
    @Test
    void shouldHaveTheDeviationOfItsPaper() {
        assertEquals(Math.sqrt(2.0 / 300), Initializer.of(Scheme.HE).deviation(300, 100));
        assertEquals(Math.sqrt(2.0 / 400), Initializer.of(Scheme.XAVIER).deviation(300, 100));
        assertEquals(Math.sqrt(1.0 / 300), Initializer.of(Scheme.LECUN).deviation(300, 100));
        assertEquals(0.02, Initializer.normal(0.02).deviation(300, 100));
    }

    @Test
    void shouldWantItsSchemeChosenFirst() {
        assertThrows(
                IllegalStateException.class, () -> Initializer.of(Scheme.AUTO).deviation(300, 100));
    }
}
