package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelSetsTest {
    private static final KernelProvider MISSING = provider(Optional.empty());

    private static KernelProvider provider(Optional<Kernels> kernels) {
        return new KernelProvider() {
            @Override
            public String name() {
                return "vector";
            }

            @Override
            public Optional<Kernels> kernels() {
                return kernels;
            }

            @Override
            public String requirement() {
                return "the flag --add-modules jdk.incubator.vector";
            }
        };
    }

    @Test
    void shouldTakeVectorKernelsWhereTheyRun() {
        Kernels fast = KernelSets.plain();
        KernelSets.Choice choice = KernelSets.choose(Optional.empty(), List.of(provider(Optional.of(fast))));
        assertEquals(new KernelSets.Choice(fast, Optional.empty()), choice);
    }

    @Test
    void shouldWarnInOneLineWhenVectorKernelsAreMissing() {
        KernelSets.Choice choice = KernelSets.choose(Optional.empty(), List.of(MISSING));
        assertEquals("plain", choice.kernels().name());
        assertEquals(
                Optional.of("using plain kernels: same results at a third of the speed; the fast ones need the flag"
                        + " --add-modules jdk.incubator.vector"),
                choice.warning());
    }

    @Test
    void shouldTakePlainKernelsWithoutWarningWhenAsked() {
        KernelSets.Choice choice = KernelSets.choose(Optional.of("plain"), List.of(MISSING));
        assertEquals("plain", choice.kernels().name());
        assertEquals(Optional.empty(), choice.warning());
    }

    @Test
    void shouldRefuseKernelsThatCannotRunHere() {
        KernelException refused =
                assertThrows(KernelException.class, () -> KernelSets.choose(Optional.of("vector"), List.of(MISSING)));
        assertEquals(
                "-Devenkeel.kernels=vector cannot be had: it needs the flag --add-modules jdk.incubator.vector",
                refused.getMessage());
    }

    @Test
    void shouldRefuseUnknownKernels() {
        KernelException refused =
                assertThrows(KernelException.class, () -> KernelSets.choose(Optional.of("cuda"), List.of(MISSING)));
        assertEquals(
                "-Devenkeel.kernels=cuda names no kernels of this build: use plain or vector, or leave it out",
                refused.getMessage());
    }

    @Test
    void shouldAcceptHardwareFusedMultiplyAdd() {
        KernelSets.requireHardwareFma();
        assertTrue(FmaProbe.measure().hardware());
    }

    @Test
    void shouldTellSoftwareFromHardwareByTheRatio() {
        assertTrue(new FmaProbe.Result(4, 2).hardware());
        assertTrue(!new FmaProbe.Result(400, 2).hardware());
    }
}
