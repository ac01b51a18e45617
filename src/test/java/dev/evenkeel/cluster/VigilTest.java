package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        suspected(WAITS, SILENT, 3);
        assertEquals(List.of(), vigil.quiet());
        suspected(WAITS, SILENT, 1);
        assertEquals(List.of(1), vigil.quiet());
    }

    /** A sign at every beat but for so many in the middle of every hundred; it moves with every sign. */
    private static Life pausing(int beats) {
        return (vigil, worker, beat, now) ->
                beat % 100 >= 50 && beat % 100 < 50 + beats ? vigil : vigil.heard(worker, beat, true, now);
    }

    /** From now on. */
    private void patient() {
        vigil = Vigil.over(roster, Duration.ofMinutes(1), now);
    }

    /** Beats until somebody is suspected. */
    private int beatsUntilSuspected(Life first, Life second) {
        int beats = 0;
        while (suspected(first, second, 1).isEmpty()) {
            beats++;
            assertTrue(beats < 1000, "nobody is ever suspected");
        }
        return beats;
    }

    @Test
    void shouldFindASilentWorkerInSecondsWhereAllWasSteady() {
        patient();
        assertEquals(Optional.empty(), suspected(MOVES, MOVES, 200));

        assertEquals(25, beatsUntilSuspected(WAITS, SILENT));
    }

    @Test
    void shouldBePatientWhereSignsComeLateAndForgetThatInTime() {
        patient();
        // Five seconds without a sign would be too long, had there not been four before.
        assertEquals(Optional.empty(), suspected(MOVES, pausing(20), 75));

        int later = beatsUntilSuspected(WAITS, SILENT);

        assertTrue(later > 50 && later < 63, later + " beats");
        patient();
        assertEquals(Optional.empty(), suspected(MOVES, pausing(20), 75));
        assertEquals(Optional.empty(), suspected(MOVES, MOVES, 250));
        assertEquals(25, beatsUntilSuspected(WAITS, SILENT));
    }

    @Test
    void shouldBePatientWithAllWhereOneIsLate() {
        patient();
        assertEquals(Optional.empty(), suspected(pausing(20), MOVES, 75));

        assertTrue(beatsUntilSuspected(WAITS, SILENT) > 30);
    }

    @Test
    void shouldBeTwiceAsPatientInTheSecondAttempt() {
        patient();
        suspected(MOVES, MOVES, 200);
        vigil = vigil.attempt(2, now);

        assertEquals(50, beatsUntilSuspected(WAITS, SILENT));
    }

    @Test
    void shouldNeverBeMorePatientThanTheLimit() {
        patient();
        suspected(MOVES, MOVES, 200);
        vigil = vigil.attempt(9, now);

        assertEquals(300, beatsUntilSuspected(WAITS, SILENT));
    }

    @Test
    void shouldFindAHungWorkerByItsPace() {
        patient();
        assertEquals(Optional.empty(), suspected(MOVES, MOVES, 200));
        assertEquals(51, beatsUntilSuspected(WAITS, STANDS_STILL));
    }

    /** It stood still for long because it had nothing to do. */
    @Test
    void shouldCountAStandstillFromWhenAWorkerHasSomethingToDo() {
        patient();
        suspected(MOVES, MOVES, 200);
        assertEquals(Optional.empty(), suspected(MOVES, WAITS, 60));
        assertEquals(51, beatsUntilSuspected(WAITS, STANDS_STILL));
    }

    @Test
    void shouldLeaveWorkersWhosePaceIsNotKnownTheWholeLimit() {
        patient();
        assertEquals(301, beatsUntilSuspected(WAITS, STANDS_STILL));
    }

    @Test
    void shouldLeaveWorkersThatMoveSeldomTheirTime() {
        patient();
        // It moves every four seconds.
        Life slow = (watch, worker, beat, time) -> watch.heard(worker, beat / 20, true, time);
        assertEquals(Optional.empty(), suspected(slow, slow, 500));

        int later = beatsUntilSuspected(WAITS, STANDS_STILL);

        assertTrue(later > 90 && later <= 101, later + " beats");
    }

    @Test
    void shouldNoticeThatAllWaitForEachOther() {
        patient();
        suspected(MOVES, MOVES, 200);
        assertEquals(Optional.empty(), suspected(WAITS, WAITS, 15));
        assertEquals(Optional.empty(), vigil.deadlock());
        suspected(WAITS, WAITS, 2);
        assertEquals(
                Optional.of("all workers have waited for each other for 3 s: a message between them was lost"),
                vigil.deadlock());
    }

    @Test
    void shouldSeeNoDeadlockWhereOneWorksOrIsSilentOrNew() {
        patient();
        suspected(MOVES, MOVES, 200);
        suspected(WAITS, MOVES, 20);
        assertEquals(Optional.empty(), vigil.deadlock());
        suspected(WAITS, SILENT, 20);
        assertEquals(Optional.empty(), vigil.deadlock());
        patient();
        suspected(MOVES, MOVES, 200);
        suspected(WAITS, STANDS_STILL, 20);
        assertEquals(Optional.empty(), vigil.deadlock());
        patient();
        suspected(WAITS, WAITS, 20);
        assertEquals(Optional.empty(), vigil.deadlock());
    }

    @Test
    void shouldNotTakeTheTimeOfAnAttemptThatFailedForThePace() {
        patient();
        suspected(MOVES, MOVES, 200);
        suspected(WAITS, WAITS, 40);
        vigil = vigil.attempt(1, now);
        suspected(MOVES, MOVES, 1);

        suspected(WAITS, WAITS, 17);

        assertTrue(vigil.deadlock().isPresent());
    }
}
