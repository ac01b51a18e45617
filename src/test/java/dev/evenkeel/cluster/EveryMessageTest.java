package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Phase;
import dev.evenkeel.train.StepObserver;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of one step, each of which is lost, late, sent twice, overtaken, or its sender's last. */
class EveryMessageTest {
    private static final long STEP = 3;
    private static final int WORKERS = 3;

    /** Short, since a message may be missing for twice as long: who is taken for dead by mistake changes no bit. */
    private static final String SOON = "300ms";

    /** A test of every message of the step. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @MethodSource("messages")
    private @interface EveryMessage {}

    @TempDir
    private static Path folder;

    private static FaultRuns runs;
    private static List<Faults.Sent> messages;

    @BeforeAll
    static void train() {
        runs = new FaultRuns(folder);
        Set<Faults.Sent> sent = ConcurrentHashMap.newKeySet();
        Hooks listening = new Hooks(StepObserver.NONE, (plan, rank) -> {
            Transport direct = Hooks.LinkFactory.BY_REFERENCE.link(plan, rank);
            return (member, part) -> {
                if (part.tag().step() == STEP) {
                    sent.add(Faults.Sent.of(part, member));
                }
                direct.send(member, part);
            };
        });
        assertEquals(
                runs.undisturbed(),
                runs.train(WORKERS, listening, FaultRuns.CALM).fingerprint());
        messages = new ArrayList<>(sent);
        messages.sort(Comparator.comparing(Faults.Sent::phase)
                .thenComparing(Faults.Sent::index)
                .thenComparing(Faults.Sent::from)
                .thenComparing(Faults.Sent::to));
    }

    @AfterAll
    static void end() {
        runs.close();
    }

    static Stream<Faults.Sent> messages() {
        return messages.stream();
    }

    @Test
    void shouldKnowEveryPhase() {
        assertEquals(
                Stream.of(Phase.values()).filter(phase -> phase != Phase.STATE).collect(Collectors.toSet()),
                messages().map(Faults.Sent::phase).collect(Collectors.toSet()));
        assertTrue(messages.size() >= 6 * WORKERS, messages::toString);
    }

    @EveryMessage
    void shouldComputeTheStepAgainWithoutIt(Faults.Sent message) throws IOException {
        FaultRuns.Ended ended =
                runs.recovered(WORKERS, faults -> faults.drop(message.from()).of(message, STEP), SOON);
        assertTrue(ended.aborted() > 0);
    }

    @EveryMessage
    void shouldNotMindItTwice(Faults.Sent message) throws IOException {
        assertUndisturbed(faults -> faults.duplicate(message.from()).of(message, STEP));
    }

    @EveryMessage
    void shouldNotMindItLate(Faults.Sent message) throws IOException {
        assertUndisturbed(
                faults -> faults.delay(message.from(), Duration.ofMillis(30)).of(message, STEP));
    }

    @EveryMessage
    void shouldNotMindItOvertaken(Faults.Sent message) throws IOException {
        assertUndisturbed(faults -> faults.reorder(message.from()).of(message, STEP));
    }

    @EveryMessage
    void shouldGoOnWhenItsSenderDiesBefore(Faults.Sent message) throws IOException {
        assertLosesOne(faults -> faults.crash(message.from()).before(message, STEP));
    }

    @EveryMessage
    void shouldGoOnWhenItsSenderDiesAfter(Faults.Sent message) throws IOException {
        assertLosesOne(faults -> faults.crash(message.from()).after(message, STEP));
    }

    private static void assertUndisturbed(FaultRuns.Script script) throws IOException {
        assertLoses(0, script);
    }

    private static void assertLosesOne(FaultRuns.Script script) throws IOException {
        assertLoses(1, script);
    }

    private static void assertLoses(int workers, FaultRuns.Script script) throws IOException {
        FaultRuns.Ended ended = runs.recovered(WORKERS, script, FaultRuns.CALM);
        assertEquals(workers, ended.aborted());
        assertEquals(WORKERS - workers, ended.lastWorkers());
    }
}
