package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.run.Pages;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a coordinator that takes over makes of the nodes' answers. */
class StandingsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static ActorRef<Host.Command> host() {
        return KIT.<Host.Command>createTestProbe().ref();
    }

    private static Host.Stands part(int firstWorker, int workers) {
        List<ActorRef<Worker.Command>> refs = Stream.generate(
                        () -> KIT.<Worker.Command>createTestProbe().ref())
                .limit(workers)
                .toList();
        Desk desk = new Desk(KIT.<Journal.Command>createTestProbe().ref(), firstWorker, refs);
        return new Host.Stands(host(), desk, new Journal.Books(new Pages.Reach(1, 0), 0), 100, 10);
    }

    @Test
    void shouldGoOnWithThePartsInTheOrderOfTheirWorkers() {
        Host.Stands last = part(4, 2);
        Host.Stands books = part(3, 0);
        Host.Stands first = part(0, 3);

        Standings standings = Standings.of(List.of(last, new Host.Absent(host()), books, first));

        assertTrue(standings.goesOn());
        assertEquals(List.of(first, books, last), standings.parts());
        assertEquals(6, standings.nextWorker());
    }

    @Test
    void shouldEndAsItsPartsDidWhereNobodyHasItsState() {
        Host.HasEnded failed = new Host.HasEnded(host(), Optional.empty(), "worker 0 failed");
        Host.HasEnded succeeded = new Host.HasEnded(host(), Optional.of("abc"), "");

        Standings standings = Standings.of(List.of(part(3, 0), failed, succeeded));

        assertFalse(standings.goesOn());
        assertEquals(new JobOutcome.Succeeded("abc", Optional.empty(), Optional.empty()), standings.outcome("j"));
        assertEquals(
                new JobOutcome.Failed("worker 0 failed"),
                Standings.of(List.of(failed)).outcome("j"));
        assertEquals(
                new JobOutcome.Failed(
                        "the node that coordinated it was lost, and none that is left has workers of it: evenkeel submit"
                                + " --resume j goes on from the newest checkpoint"),
                Standings.of(List.of(part(3, 0))).outcome("j"));
    }
}
