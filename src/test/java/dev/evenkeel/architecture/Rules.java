package dev.evenkeel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;

/** What the program's classes must not do, each with its reason. */
final class Rules {
    /** Those of {@link Math} whose last bits are left to the JVM, in {@code VectorOperators} in upper case. */
    private static final String INEXACT =
            "sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|exp|expm1|log|log10|log1p|pow|cbrt|hypot";

    private static final String VECTOR = "jdk.incubator.vector.";

    static final ArchRule ROOMS = classes()
            .should(Rooms.useOnlyEarlierRooms())
            .because("a room that is used by a later one can be understood and tested without it");

    static final ArchRule AKKA = noClasses()
            .that(Rooms.beforeAkka())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..")
            .because("the arithmetic, the tree and the files must be testable without actors");

    static final ArchRule INEXACT_MATH = noClasses()
            .that(Rooms.ofArithmetic())
            .should(access("an inexact method of Math", Math.class.getName(), INEXACT + "|toRadians|toDegrees"))
            .because("its last bit may differ between JVMs and processors: own polynomials, or StrictMath");

    static final ArchRule INEXACT_VECTORS = noClasses()
            .that(Rooms.ofArithmetic())
            .should(access("an inexact vector operator", VECTOR + "VectorOperators", "(?i:" + INEXACT + ")"))
            .because("its last bit may differ between JVMs and processors: own polynomials");

    static final ArchRule LOOKED_UP_CONVERSIONS = noClasses()
            .should(access("a conversion that is looked up", "jdk\\.incubator\\.vector\\..*", "castShape"))
            .because("the compiler of JDK 17 keeps the vectors on the heap where it can't tell which one is found:"
                    + " convertShape with a constant of VectorOperators");

    static final ArchRule SUMS_ACROSS_LANES = noCodeUnits()
            .that()
            .areDeclaredInClassesThat(Rooms.ofArithmetic())
            .should(reduceFloatingLanesBySumOrProduct())
            .because(
                    "the order in which a processor sums its lanes is not stated: fold 16 virtual lanes by the stated tree");

    static final ArchRule SUMS_OF_STREAMS = noClasses()
            .that(Rooms.ofArithmetic())
            .should(access("a stream's sum", "java.util.stream.DoubleStream", "sum|average|summaryStatistics"))
            .orShould(
                    access("a collector's sum", "java.util.stream.Collectors", "(summing|averaging|summarizing)Double"))
            .because("a stream's sum of doubles has no stated order");

    static final ArchRule RANDOMNESS = noClasses()
            .that(Rooms.ofArithmetic())
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|random\\..*)")
            .orShould(access("Math.random", Math.class.getName(), "random"))
            .because("everything random is keyed, not sequenced");

    static final ArchRule STANDARD_STREAMS = noClasses()
            .that(not(Rooms.cli()))
            .should(ACCESS_STANDARD_STREAMS)
            .because("only a command knows what belongs on the user's terminal");

    static final ArchRule STATIC_STATE = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("several jobs may run in one JVM, and two runs of one must not meet");

    static final ArchRule REFLECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .because("what is called must be found by reading");

    private Rules() {}

    /** Both patterns. */
    private static ArchCondition<JavaClass> access(String what, String owner, String names) {
        Predicate<JavaAccess<?>> banned =
                access -> access.getTargetOwner().getName().matches(owner)
                        && access.getTarget().getName().matches(names);
        return new ArchCondition<>("use " + what) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getAccessesFromSelf().stream()
                        .filter(banned)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(user, access.getDescription())));
            }
        };
    }

    /** Seen from outside a method, its reductions and its operators can't be matched: none may stand beside a sum. */
    private static ArchCondition<JavaCodeUnit> reduceFloatingLanesBySumOrProduct() {
        Set<String> floating = Set.of(VECTOR + "FloatVector", VECTOR + "DoubleVector");
        return new ArchCondition<>("reduce floating-point lanes beside ADD or MUL") {
            @Override
            public void check(JavaCodeUnit method, ConditionEvents events) {
                boolean sums = method.getFieldAccesses().stream()
                        .anyMatch(access -> access.getTargetOwner().getName().equals(VECTOR + "VectorOperators")
                                && access.getTarget().getName().matches("ADD|MUL|FIRST_NONZERO"));
                boolean reduces = method.getMethodCallsFromSelf().stream()
                        .anyMatch(
                                call -> floating.contains(call.getTargetOwner().getName())
                                        && call.getTarget().getName().startsWith("reduceLanes"));
                if (sums && reduces) {
                    events.add(SimpleConditionEvent.satisfied(method, method.getDescription()));
                }
            }
        };
    }
}
