package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftClaimsTest {
    /** Without batch normalization it is 1 throughout. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.7, holds",
        "0.8, 0.8, holds",
        "0.5, 1.4, holds in part",
        "0.9, 0.95, holds in part",
        "0.9, 1.1, does not hold here",
        "1.5, 2.0, does not hold here"
    })
    void shouldJudgeByTheWeakestOfTheActivations(double sigmoid, double relu, String verdict) {
        List<Compared> compared = List.of(
                new Compared("sigmoid", List.of(sigmoid - 0.1, sigmoid + 0.1), List.of(1.0, 1.0)),
                new Compared("relu", List.of(relu), List.of(0.5, 1.5)));

        assertEquals(verdict, ShiftClaims.reducesShift(compared).verdict().words());
        Claim gradients = ShiftClaims.steadiesGradients(compared, compared);
        assertEquals(verdict, gradients.verdict().words());
        assertTrue(
                gradients
                        .figure()
                        .startsWith(
                                "Change of the gradient with batch normalization, as a multiple of that without: sigmoid × "),
                gradients.figure());
        assertEquals(4, gradients.details().rows().size());
    }

    @Test
    void shouldNotCallAReductionWhatBrokeDown() {
        List<Compared> compared = List.of(
                new Compared("sigmoid", List.of(0.1), List.of(1.0)), new Compared("relu", List.of(0.1), List.of()));

        Claim claim = ShiftClaims.reducesShift(compared);

        assertEquals(Holding.HOLDS_IN_PART, claim.verdict());
        assertEquals(
                "Drift with batch normalization, as a multiple of that without: sigmoid × 0.1, relu broke down.",
                claim.figure());
    }
}
