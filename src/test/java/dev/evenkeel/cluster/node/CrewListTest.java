package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Audience;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CrewListTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final List<JobListener.Crew> told = new ArrayList<>();
    private final ActorRef<Journal.Command> journal =
            KIT.<Journal.Command>createTestProbe().ref();
    private final CrewList crew = new CrewList(new Address("akka", "evenkeel", "127.0.0.1", 2551), new JobListener() {
        @Override
        public void staffed(JobListener.Crew now) {
            told.add(now);
        }

        @Override
        public void metrics(MetricsLine line) {}

        @Override
        public void ended(JobOutcome outcome) {}
    });

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldNameANodeUntilTheCoordinatorCountsItsWorkers() {
        crew.opening(journal, 2);

        crew.staffed(new Audience.Staff(Map.of(), "another worker is lost"));
        assertEquals(Map.of("127.0.0.1:2551", 2), told.get(0).workers());
        assertFalse(crew.trains(journal));
        assertEquals(2, crew.workers());

        crew.staffed(new Audience.Staff(Map.of(journal, 2), "two workers joined"));
        assertEquals(Map.of("127.0.0.1:2551", 2), told.get(1).workers());
        assertTrue(crew.trains(journal));
        assertEquals(2, crew.workers(), "they are counted once");

        crew.staffed(new Audience.Staff(Map.of(), "they are lost"));
        assertEquals(Map.of(), told.get(2).workers(), "they may be given to it again");
    }

    /** A node that has died and come again: its workers are lost, its journal is missed a moment later. */
    @Test
    void shouldCountThoseWhoAreToJoinANodeOnWhichNobodyIsLeft() {
        crew.opening(journal, 2);

        crew.staffed(new Audience.Staff(Map.of(journal, 0), "those who were there are lost"));
        assertEquals(2, crew.workers());
        assertEquals(Map.of("127.0.0.1:2551", 2), told.get(0).workers());

        crew.staffed(new Audience.Staff(Map.of(), "their journal is lost"));
        assertEquals(Map.of("127.0.0.1:2551", 2), told.get(1).workers(), "they are not to be given to it again");
    }
}
