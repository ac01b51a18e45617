package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Roster roster =
            Roster.of(List.of(Rosters.desk(KIT, 0, 2), Rosters.desk(KIT, 2, 0), Rosters.desk(KIT, 2, 1)));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldGoOnWithThoseWhoAreLeftUnderTheirNumbers() {
        Resolution resolution = Resolution.lost(roster.without(1), "worker 1 failed", 2);
        assertEquals(
                new Resolution.GoOn(
                        roster.without(1),
                        "worker 1 failed",
                        "worker 1 failed; the micro-batches are dealt anew over 2 workers (0, 2)"),
                resolution);
        assertEquals(List.of(0, 2), roster.without(1).numbers());
    }

    @Test
    void shouldWaitBelowTheLeastNumberOfWorkersWhileOneIsLeft() {
        assertEquals(
                new Resolution.GoOn(
                        roster.without(1),
                        "worker 1 failed",
                        "worker 1 failed; of the 3 workers that the job asks for at least, 2 are left: it waits for more"),
                Resolution.lost(roster.without(1), "worker 1 failed", 3));
        assertEquals(new Resolution.GiveUp("worker 0 failed"), Resolution.lost(Roster.EMPTY, "worker 0 failed", 2));
    }

    @Test
    void shouldTryAgainAfterADisturbanceButNotForEver() {
        assertEquals(
                new Resolution.GoOn(
                        roster,
                        "a part is missing",
                        "a part is missing; the step is computed again by the same 3 workers (0, 1, 2)"),
                Resolution.disturbed(roster, "a part is missing", Resolution.ATTEMPTS - 1));
        assertEquals(
                new Resolution.GiveUp("a part is missing; that was attempt " + Resolution.ATTEMPTS
                        + " at this step: the network loses too much"),
                Resolution.disturbed(roster, "a part is missing", Resolution.ATTEMPTS));
    }

    @Test
    void shouldReplaceTheStateThatIsNotTheMajoritys() {
        States odd = States.of(roster.numbers(), List.of(31L, 46L, 31L));
        assertEquals(
                new Resolution.GoOn(
                        roster,
                        "after step 4 the replicas differ: workers 0, 2 have state 1f, worker 1 has state 2e",
                        "after step 4 the replicas differ: workers 0, 2 have state 1f, worker 1 has state 2e;"
                                + " worker 1 will have a copy of the others'"),
                Resolution.differing(roster, 4, odd, Set.of(0), 1));
        States none = States.of(List.of(0, 2), List.of(31L, 46L));
        assertEquals(
                new Resolution.GiveUp(
                        "after step 4 the replicas differ: worker 0 has state 1f, worker 2 has state 2e:"
                                + " memory or arithmetic of one of them is faulty, and no majority tells whose;"
                                + " --resume goes on from the last checkpoint",
                        true),
                Resolution.differing(roster.without(1), 4, none, Set.of(), 1));
    }

    @Test
    void shouldGiveUpAMemoryThatIsFaultyAgain() {
        States odd = States.of(roster.numbers(), List.of(31L, 46L, 31L));
        String why = "after step 4 the replicas differ: workers 0, 2 have state 1f, worker 1 has state 2e,"
                + " and not for the first time";
        assertEquals(
                new Resolution.GoOn(
                        roster.without(1), why, why + "; the micro-batches are dealt anew over 2 workers (0, 2)"),
                Resolution.differing(roster, 4, odd, Set.of(1), 1));
    }

    @Test
    void shouldHaveOneWriterOnEachOfTheFirstNodesWithWorkers() {
        assertEquals(
                List.of(0, 2),
                roster.writers(2).stream().map(Roster.Member::number).toList());
        assertEquals(
                List.of(1, 2),
                roster.without(0).writers(2).stream().map(Roster.Member::number).toList());
        assertEquals(
                List.of(0),
                roster.writers(1).stream().map(Roster.Member::number).toList());
    }
}
