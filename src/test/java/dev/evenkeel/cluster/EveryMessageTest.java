package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Phase;
import dev.evenkeel.train.StepObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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

    @TempDir
    private static Path folder;

    private static FaultRuns runs;
    private static String undisturbed;
    private static List<Faults.Sent> messages;

    @BeforeAll
    static void train() {
        runs = new FaultRuns(folder);
        undisturbed = runs.train(1, Hooks.NONE, "60s").fingerprint();
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
        assertEquals(undisturbed, runs.train(WORKERS, listening, "60s").fingerprint());
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

    @ParameterizedTest
    @MethodSource("messages")
    void shouldComputeTheStepAgainWithoutIt(Faults.Sent message) throws IOException {
        assertTrue(train(faults -> faults.drop(message.from()).of(message, STEP), SOON)
                        .aborted()
                > 0);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotMindItTwice(Faults.Sent message) throws IOException {
        assertUndisturbed(faults -> faults.duplicate(message.from()).of(message, STEP));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotMindItLate(Faults.Sent message) throws IOException {
        assertUndisturbed(
                faults -> faults.delay(message.from(), Duration.ofMillis(30)).of(message, STEP));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotMindItOvertaken(Faults.Sent message) throws IOException {
        assertUndisturbed(faults -> faults.reorder(message.from()).of(message, STEP));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldGoOnWhenItsSenderDiesBefore(Faults.Sent message) throws IOException {
        assertLosesOne(faults -> faults.crash(message.from()).before(message, STEP));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldGoOnWhenItsSenderDiesAfter(Faults.Sent message) throws IOException {
        assertLosesOne(faults -> faults.crash(message.from()).after(message, STEP));
    }

    private static void assertUndisturbed(Function<Faults, Faults> script) throws IOException {
        FaultRuns.Ended ended = train(script, "60s");
        assertEquals(0, ended.aborted());
        assertEquals(WORKERS, ended.lastWorkers());
    }

    private static void assertLosesOne(Function<Faults, Faults> script) throws IOException {
        FaultRuns.Ended ended = train(script, "60s");
        assertEquals(1, ended.aborted());
        assertEquals(WORKERS - 1, ended.lastWorkers());
    }

    /** The model is the undisturbed one, the ledger is in order, and the fault has fired. */
    private static FaultRuns.Ended train(Function<Faults, Faults> script, String timeout) {
        try (Faults faults = new Faults()) {
            script.apply(faults);
            FaultRuns.Ended ended = runs.train(WORKERS, faults.hooks(Hooks.LinkFactory.BY_REFERENCE), timeout);
            assertEquals(undisturbed, ended.fingerprint());
            faults.assertFired();
            return ended;
        }
    }
}
