package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class VigilTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long BEAT = Vigil.BEAT.toNanos();
    private static final int BEATS_OF_THE_LIMIT = 10;

    private final Roster roster = Roster.of(List.of(new Desk(
            KIT.<Journal.Command>createTestProbe().ref(), 0, List.<ActorRef<Worker.Command>>of(worker(), worker()))));
    private Vigil vigil = Vigil.over(roster, Vigil.BEAT.multipliedBy(BEATS_OF_THE_LIMIT), 0);
    private long now;

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static ActorRef<Worker.Command> worker() {
        return KIT.<Worker.Command>createTestProbe().ref();
    }

    /** A worker's sign at every beat. */
    private interface Life {
        Vigil sign(Vigil vigil, int worker, long beat, long now);
    }

    private static final Life MOVES = (vigil, worker, beat, now) -> vigil.heard(worker, beat, true, now);
    private static final Life WAITS = (vigil, worker, beat, now) -> vigil.heard(worker, 7, false, now);
    private static final Life STANDS_STILL = (vigil, worker, beat, now) -> vigil.heard(worker, 7, true, now);
    private static final Life SILENT = (vigil, worker, beat, now) -> vigil;

    /** The first suspicion in so many beats. */
    private Optional<Integer> suspected(Life first, Life second, int beats) {
        for (int beat = 0; beat < beats; beat++) {
            now += BEAT;
            vigil = second.sign(first.sign(vigil, 0, beat, now), 1, beat, now).look(now);
            Optional<Integer> found = vigil.suspicion().map(Vigil.Suspicion::worker);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Test
    void shouldBlameWhoStandsStillWhileAnotherWaits() {
        assertEquals(Optional.empty(), suspected(WAITS, STANDS_STILL, BEATS_OF_THE_LIMIT));
        assertEquals(Optional.of(1), suspected(WAITS, STANDS_STILL, 2));
        assertEquals(
                Optional.of("hangs: its compute thread has not moved for 2 s, and others wait for it"),
                vigil.suspicion().map(Vigil.Suspicion::why));
    }

    @Test
    void shouldBlameNobodyForWhomNobodyWaits() {
        assertEquals(Optional.empty(), suspected(MOVES, STANDS_STILL, 100));
    }

    @Test
    void shouldNotBlameWhoWaitsOrMoves() {
        assertEquals(Optional.empty(), suspected(WAITS, MOVES, 100));
        assertEquals(Optional.empty(), suspected(WAITS, WAITS, 100));
    }

    @Test
    void shouldBlameTheSilentButNotTheLast() {
        assertEquals(Optional.of(0), suspected(SILENT, MOVES, BEATS_OF_THE_LIMIT + 1));
        vigil = vigil.without(0);
        assertEquals(Optional.empty(), suspected(SILENT, SILENT, 100));
    }

    @Test
    void shouldBlameNobodyWhenAllAreSilentOrStandStill() {
        assertEquals(Optional.empty(), suspected(SILENT, SILENT, 100));
        assertEquals(Optional.empty(), suspected(STANDS_STILL, STANDS_STILL, 100));
    }

    @Test
    void shouldNotCountTheTimeThatItWasHeldUpItself() {
        assertEquals(Optional.empty(), suspected(WAITS, STANDS_STILL, BEATS_OF_THE_LIMIT - 1));
        now += Duration.ofHours(8).toNanos();
        assertEquals(Optional.empty(), vigil.look(now).suspicion());
        vigil = vigil.look(now);
        assertEquals(Optional.empty(), suspected(WAITS, STANDS_STILL, 1));
        assertEquals(Optional.of(1), suspected(WAITS, STANDS_STILL, 3));
    }

    @Test
    void shouldSayWhoIsQuiet() {
        suspected(WAITS, SILENT, 4);
        assertEquals(List.of(), vigil.quiet());
        suspected(WAITS, SILENT, 2);
        assertEquals(List.of(1), vigil.quiet());
    }
}
