package dev.evenkeel.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.evenkeel");

    static Stream<ArchRule> rules() {
        return Stream.of(
                Rules.ROOMS,
                Rules.AKKA,
                Rules.INEXACT_MATH,
                Rules.INEXACT_VECTORS,
                Rules.LOOKED_UP_CONVERSIONS,
                Rules.SUMS_ACROSS_LANES,
                Rules.SUMS_OF_STREAMS,
                Rules.RANDOMNESS,
                Rules.STANDARD_STREAMS,
                Rules.STATIC_STATE,
                Rules.REFLECTION);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldInTheProgram(ArchRule rule) {
        assertEquals(List.of(), violations(rule, PROGRAM));
    }

    @Test
    void shouldSeeTheWholeProgram() {
        assertTrue(PROGRAM.contain("dev.evenkeel.math.Kernels"));
        assertTrue(PROGRAM.contain("dev.evenkeel.cli.Main"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(Rules.ROOMS, "math", "Object f() { return dev.evenkeel.data.Datasets.class; }"),
                Arguments.of(Rules.ROOMS, "job", "dev.evenkeel.cli.Main[] mains;"),
                Arguments.of(Rules.ROOMS, "kitchen", ""),
                Arguments.of(Rules.AKKA, "run", "akka.actor.typed.ActorRef<String> actor;"),
                Arguments.of(Rules.INEXACT_MATH, "nn", "double f(double x) { return Math.exp(x); }"),
                Arguments.of(Rules.INEXACT_MATH, "nn", "java.util.function.DoubleUnaryOperator f = Math::tanh;"),
                Arguments.of(Rules.INEXACT_MATH, "data", "Runnable f = () -> Math.pow(2, 3);"),
                Arguments.of(
                        Rules.INEXACT_VECTORS,
                        "math.vector",
                        "Object f() { return jdk.incubator.vector.VectorOperators.TANH; }"),
                Arguments.of(
                        Rules.LOOKED_UP_CONVERSIONS,
                        "math.vector",
                        "Object f(jdk.incubator.vector.FloatVector v) {"
                                + " return v.castShape(jdk.incubator.vector.DoubleVector.SPECIES_512, 0); }"),
                Arguments.of(
                        Rules.SUMS_ACROSS_LANES,
                        "math",
                        "float f(jdk.incubator.vector.FloatVector v) {"
                                + " return v.reduceLanes(jdk.incubator.vector.VectorOperators.ADD); }"),
                Arguments.of(
                        Rules.SUMS_OF_STREAMS,
                        "optim",
                        "double f(double[] x) { return java.util.Arrays.stream(x).sum(); }"),
                Arguments.of(
                        Rules.SUMS_OF_STREAMS,
                        "reduce",
                        "Object f() { return java.util.stream.Collectors.averagingDouble(Double::doubleValue); }"),
                Arguments.of(Rules.RANDOMNESS, "data", "Object f() { return new java.util.Random(); }"),
                Arguments.of(Rules.RANDOMNESS, "data", "double f() { return Math.random(); }"),
                Arguments.of(Rules.STANDARD_STREAMS, "cluster", "void f() { System.out.println(); }"),
                Arguments.of(Rules.STANDARD_STREAMS, "run", "void f(Exception e) { e.printStackTrace(); }"),
                Arguments.of(Rules.STATIC_STATE, "train", "static int count;"),
                Arguments.of(
                        Rules.REFLECTION,
                        "format",
                        "Object f(java.lang.reflect.Method m) throws Exception { return m.invoke(this); }"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldFindWhatIsWrong(ArchRule rule, String room, String member, @TempDir Path folder) throws IOException {
        JavaClasses wrong =
                Snippet.compile("package dev.evenkeel." + room + "; class Snippet { " + member + " }", folder);

        assertFalse(violations(rule, wrong).isEmpty(), rule.getDescription());
    }

    @Test
    void shouldAllowWhatHasStatedBits(@TempDir Path folder) throws IOException {
        JavaClasses fine = Snippet.compile("""
                package dev.evenkeel.math;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorOperators;

                class Snippet {
                    static final float LIMIT = 1f;

                    double exact(double x) {
                        return Math.fma(Math.sqrt(x), Math.max(x, 1), Math.abs(x)) + StrictMath.exp(x);
                    }

                    float largest(FloatVector v) {
                        return v.reduceLanes(VectorOperators.MAX);
                    }

                    FloatVector sum(FloatVector a, FloatVector b) {
                        return a.lanewise(VectorOperators.ADD, b);
                    }
                }
                """, folder);

        assertEquals(
                List.of(),
                rules().flatMap(rule -> violations(rule, fine).stream()).toList());
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }
}
