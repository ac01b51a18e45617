package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.run.Pages;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SeatingTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Seating seating = new Seating(List.of(seat(2), seat(1), seat(0)), 2);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static ClusterJob.Seat seat(int workers) {
        return new ClusterJob.Seat(KIT.<Host.Command>createTestProbe().ref(), workers);
    }

    private static Host.Seated part(int workers, long step) {
        List<ActorRef<Worker.Command>> refs = Stream.generate(
                        () -> KIT.<Worker.Command>createTestProbe().ref())
                .limit(workers)
                .toList();
        Desk desk = new Desk(KIT.<Journal.Command>createTestProbe().ref(), 0, refs);
        TrainingState.Counters state = new TrainingState.Counters(step, 0, 0.0, 0, 0);
        return new Host.Seated(desk, 100, 10, state, new Journal.Books(new Pages.Reach(0, 0), step));
    }

    private Seating.Decision open(int seat, Host.Seated part) {
        return seating.on(seat, new Opening.News.Open(part));
    }

    @Test
    void shouldBeginInTheOrderOfTheSeatsWhenAllAreThere() {
        Host.Seated[] parts = {part(2, 0), part(1, 0), part(0, 0)};
        assertEquals(new Seating.Decision.Wait(""), open(1, parts[1]));
        assertEquals(new Seating.Decision.Wait(""), open(2, parts[2]));
        assertEquals(new Seating.Decision.Begin(List.of(parts), ""), open(0, parts[0]));
    }

    @Test
    void shouldLeaveOutWhoIsLostIfEnoughAreLeft() {
        Host.Seated first = part(2, 0);
        Host.Seated books = part(0, 0);
        open(0, first);
        open(1, part(1, 0));
        assertEquals(
                new Seating.Decision.Wait("the node left or died before the job began; it begins with 2 workers"),
                seating.on(1, new Opening.News.Lost()));
        assertEquals(new Seating.Decision.Begin(List.of(first, books), ""), open(2, books));
    }

    @Test
    void shouldNotBeginWithTooFewWorkersNorWithoutANodeThatRefuses() {
        assertEquals(
                new Seating.Decision.Fail(
                        "the node left or died before the job began; of the 2 workers that the job asks"
                                + " for at least, 1 would be left: submit it again"),
                seating.on(0, new Opening.News.Lost()));
        assertEquals(
                new Seating.Decision.Fail("node a:1 has 1 worker slots, and 2 are asked for"),
                seating.on(1, new Opening.News.Refused("node a:1 has 1 worker slots, and 2 are asked for")));
        assertEquals(
                new Seating.Decision.Fail("not every node has opened its part of the job within 10 minutes"),
                seating.on(1, new Opening.News.Late()));
    }

    @Test
    void shouldGoOnFromTheNewestCheckpointIfItsNodeHasWorkers() {
        assertEquals(
                new NewestCheckpoint(7, Optional.empty()), NewestCheckpoint.of("j", List.of(part(1, 7), part(0, 7))));
        assertEquals(
                new NewestCheckpoint(
                        9,
                        Optional.of(
                                "the newest checkpoint, of step 9, is on a node that had no free worker slot: submit"
                                        + " it again when it has one")),
                NewestCheckpoint.of("j", List.of(part(1, 7), part(0, 9))));
        assertEquals(
                new NewestCheckpoint(
                        0, Optional.of("no node has a complete checkpoint of job j: submit it without --resume")),
                NewestCheckpoint.of("j", List.of(part(1, 0))));
    }
}
