package dev.evenkeel.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** The program's packages below {@code dev.evenkeel} in the order they may use each other: earlier ones, never later ones. */
final class Rooms {
    private static final String ROOT = "dev.evenkeel";

    /** The public Java API stands in the root package itself. */
    private static final String API = "";

    static final List<String> IN_ORDER = List.of(
            "math", "nn", "optim", "data", "reduce", "health", "job", "format", "train", "run", "report", "client",
            "cluster", API, "bench", "lab", "http", "cli");

    /** Where the model's bits come about: the arithmetic contract holds in these. */
    static final Set<String> OF_ARITHMETIC = Set.of("math", "nn", "optim", "data", "reduce", "health", "train");

    private static final int FIRST_WITH_AKKA = IN_ORDER.indexOf("cluster");

    private Rooms() {}

    static DescribedPredicate<JavaClass> ofArithmetic() {
        return in("a room of arithmetic", OF_ARITHMETIC);
    }

    static DescribedPredicate<JavaClass> beforeAkka() {
        return in("a room before cluster", Set.copyOf(IN_ORDER.subList(0, FIRST_WITH_AKKA)));
    }

    static DescribedPredicate<JavaClass> cli() {
        return in("cli", Set.of("cli"));
    }

    /** Also where a package is missing from the list: a new room needs a place in the order. */
    static ArchCondition<JavaClass> useOnlyEarlierRooms() {
        return new ArchCondition<>("use only their own room and earlier ones of " + IN_ORDER) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                if (!IN_ORDER.contains(roomOf(user))) {
                    String message = user.getName() + " is in no room of " + IN_ORDER;
                    events.add(SimpleConditionEvent.violated(user, message));
                }
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (isOurs(used) && IN_ORDER.indexOf(roomOf(used)) > IN_ORDER.indexOf(roomOf(user))) {
                        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> in(String name, Set<String> rooms) {
        return DescribedPredicate.describe("in " + name, type -> isOurs(type) && rooms.contains(roomOf(type)));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** The package's first name below the root: {@code math} for {@code dev.evenkeel.math.vector}. */
    private static String roomOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? API : name.substring(ROOT.length() + 1).split("\\.")[0];
    }
}
