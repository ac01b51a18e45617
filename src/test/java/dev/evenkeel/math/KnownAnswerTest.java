package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownAnswerTest {
    static Stream<Kernels> kernels() {
        return Stream.concat(Stream.of(new NaiveKernels()), KernelSets.available().stream());
    }

    /** Often enough that the JIT compiler has had its say: interpreted and compiled code must agree. */
    @ParameterizedTest
    @MethodSource("kernels")
    void shouldGiveTheKnownAnswerAgainAndAgain(Kernels kernels) {
        KnownAnswer.verify(kernels);
        for (int i = 0; i < 300; i++) {
            assertEquals(KnownAnswer.EXPECTED, KnownAnswer.of(kernels), "call " + i);
        }
    }

    @Test
    void shouldRefuseKernelsThatAreOffByALastBit() {
        Kernels plain = KernelSets.plain();
        Kernels broken = new PlainKernels(
                plain.matrix(),
                plain.bias(),
                plain.convolution(),
                plain.pooling(),
                plain.batchNorm(),
                plain.activation(),
                plain.loss(),
                new NaiveParameterKernels() {
                    @Override
                    public double sumOfSquares(float[] x, int from, int to) {
                        return Math.nextUp(super.sumOfSquares(x, from, to));
                    }
                });
        KernelException refused = assertThrows(KernelException.class, () -> KnownAnswer.verify(broken));
        assertTrue(refused.getMessage().startsWith("the plain kernels break arithmetic version 1 on this machine"));
    }
}
