package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The known answer in other JVMs than this one: other vector widths, other compilers, without the module, without fma. */
class JvmVariantsTest {
    private static final List<String> MODULE = List.of("--add-modules", "jdk.incubator.vector");

    @TempDir
    private Path directory;

    private record Output(int status, List<String> lines) {}

    @Test
    void shouldGiveTheKnownAnswerInAnInterpretedJvm() throws Exception {
        assertKnownAnswer(run("-Xint"), widest());
    }

    @Test
    void shouldGiveTheKnownAnswerFromTheFirstCompiler() throws Exception {
        assertKnownAnswer(run("-XX:TieredStopAtLevel=1"), widest());
    }

    @Test
    void shouldGiveTheKnownAnswerWith256BitVectors() throws Exception {
        assumeTrue(isX86(), "vector widths are chosen by flag on x86 only");
        assertKnownAnswer(run("-XX:UseAVX=2"), List.of("plain", "vector-256"));
    }

    @Test
    void shouldGiveTheKnownAnswerWith128BitVectors() throws Exception {
        assumeTrue(isX86(), "vector widths are chosen by flag on x86 only");
        assertKnownAnswer(run("-XX:MaxVectorSize=16"), List.of("plain", "vector-128"));
    }

    @Test
    void shouldRunPlainKernelsWhereVectorsAreTooNarrow() throws Exception {
        assumeTrue(isX86(), "vector widths are chosen by flag on x86 only");
        assertKnownAnswer(run("-XX:MaxVectorSize=8"), List.of("plain"));
    }

    @Test
    void shouldRunPlainKernelsWithoutTheModule() throws Exception {
        assertKnownAnswer(start(KnownAnswerPrinter.class, List.of()), List.of("plain"));
    }

    @Test
    void shouldRefuseFusedMultiplyAddInSoftware() throws Exception {
        assumeTrue(isX86(), "fused multiply-add is switched off by flag on x86 only");
        Output output = start(FmaChecker.class, List.of("-XX:-UseFMA"));
        assertEquals(List.of("refused"), output.lines());
    }

    /** Says whether this JVM's fused multiply-add is refused. */
    public static final class FmaChecker {
        private FmaChecker() {}

        public static void main(String[] arguments) {
            try {
                KernelSets.requireHardwareFma();
                System.out.println("accepted");
            } catch (KernelException e) {
                System.out.println("refused");
            }
        }
    }

    private static List<String> widest() {
        return KernelSets.available().stream().map(Kernels::name).toList();
    }

    private static boolean isX86() {
        return List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    private static void assertKnownAnswer(Output output, List<String> sets) {
        assertEquals(0, output.status(), () -> String.join("\n", output.lines()));
        assertEquals(
                sets.stream().map(set -> set + " " + KnownAnswer.EXPECTED).toList(),
                output.lines().stream()
                        .filter(line -> !line.startsWith("WARNING"))
                        .toList());
    }

    private Output run(String... flags) throws Exception {
        List<String> all = new ArrayList<>(MODULE);
        all.addAll(Arrays.asList(flags));
        return start(KnownAnswerPrinter.class, all);
    }

    private Output start(Class<?> main, List<String> flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(classes(KernelSets.class) + File.pathSeparator + classes(KnownAnswerPrinter.class));
        command.add(main.getName());
        Path output = Files.createTempFile(directory, "jvm", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> "still running after two minutes: " + command);
        } finally {
            process.destroyForcibly();
        }
        return new Output(process.exitValue(), Files.readAllLines(output));
    }

    private static Path classes(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
