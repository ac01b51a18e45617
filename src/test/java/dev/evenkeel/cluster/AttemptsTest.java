package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.evenkeel.reduce.Portions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Roster roster = Roster.of(List.of(Rosters.desk(KIT, 0, 3)));
    private final Attempts attempts = new Attempts("job", 4);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldPlanAnewWhereTheSurvivorsStand() {
        Plan first = attempts.begin(Level.at(5), roster, Portions.even(3), List.of());
        assertEquals(
                new Plan("job", 4, 1, List.of(), 5, 0, List.of(), List.of(0, 1, 2), Portions.even(3), roster.workers()),
                first);
        Roster left = roster.without(1);
        assertEquals(new Worker.Abort(4, 1), attempts.callOff(left, "worker 1 failed"));
        attempts.left(new Report.Aborted(0, 1, 5, 105));
        assertEquals(Optional.empty(), attempts.close(left));
        attempts.left(new Report.Aborted(2, 1, 6, 106));

        Attempts.Left closed = attempts.close(left).orElseThrow();

        assertEquals(new Level(6, 1, List.of(0)), closed.level());
        assertEquals(List.of("worker 1 failed"), closed.reasons());
        assertEquals(Optional.empty(), attempts.close(left));
        Plan second = attempts.begin(closed.level(), left, new Portions(List.of(3, 1)), closed.reasons());
        assertEquals(
                new Plan(
                        "job",
                        4,
                        2,
                        List.of("worker 1 failed"),
                        6,
                        1,
                        List.of(0),
                        List.of(0, 2),
                        new Portions(List.of(3, 1)),
                        left.workers()),
                second);
    }

    @Test
    void shouldNotWaitForThoseWhoAreLostMeanwhile() {
        attempts.begin(Level.at(5), roster, Portions.even(3), List.of());
        attempts.callOff(roster, "a part is missing");
        attempts.left(new Report.Aborted(0, 1, 5, 105));
        attempts.left(new Report.Aborted(1, 1, 6, 106));
        attempts.lost(roster.without(0));
        attempts.also("workers 1, 2 failed");

        Attempts.Left closed = attempts.close(roster.without(1).without(2)).orElseThrow();

        assertEquals(Level.at(5), closed.level());
        assertEquals(List.of("a part is missing; workers 1, 2 failed"), closed.reasons());
    }

    @Test
    void shouldHeedOnlyWhatIsSaidOfTheAttemptThatIsUnderWay() {
        attempts.begin(Level.at(5), roster, Portions.even(3), List.of());
        attempts.begin(Level.at(5), roster, Portions.even(3), List.of("why"));
        assertFalse(attempts.current(1).isPresent());
        assertTrue(attempts.current(2).isPresent());
        attempts.callOff(roster, "again");
        assertFalse(attempts.current(2).isPresent());
        roster.numbers().forEach(worker -> attempts.left(new Report.Aborted(worker, 1, 5, 105)));
        assertEquals(Optional.empty(), attempts.close(roster));
    }

    @Test
    void shouldJudgeWhenAllMembersHave() {
        attempts.begin(Level.at(5), roster, Portions.even(3), List.of());
        assertFalse(attempts.judged(0, roster));
        assertFalse(attempts.judged(1, roster));
        attempts.callOff(roster, "a part is missing");
        // Some may have committed what is not in the books yet: they will meet it again.
        assertFalse(attempts.judged(2, roster));
        attempts.begin(Level.at(5), roster, Portions.even(3), List.of("a part is missing"));
        assertFalse(attempts.judged(0, roster));
        assertTrue(attempts.judged(1, roster.without(2)));
    }
}
