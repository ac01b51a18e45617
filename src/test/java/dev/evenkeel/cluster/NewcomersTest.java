package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Newcomers newcomers = new Newcomers();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private List<Integer> admitted() {
        return newcomers.admit().stream().map(Roster.Member::number).toList();
    }

    @Test
    void shouldLetANodesWorkersInTogether() {
        newcomers.add(Rosters.desk(KIT, 3, 2));
        newcomers.add(Rosters.desk(KIT, 5, 1));
        newcomers.prepared(4);
        assertFalse(newcomers.ready());
        newcomers.prepared(5);
        assertTrue(newcomers.ready());
        assertEquals(List.of(5), admitted());
        assertFalse(newcomers.ready());
        newcomers.prepared(3);
        assertEquals(List.of(3, 4), admitted());
        assertEquals(List.of(), admitted());
    }

    @Test
    void shouldNotWaitForThoseWhoAreLost() {
        Desk desk = Rosters.desk(KIT, 3, 2);
        newcomers.add(desk);
        newcomers.prepared(3);
        newcomers.lost(4);
        assertTrue(newcomers.ready());
        newcomers.lost(desk.journal());
        assertFalse(newcomers.ready());
        assertEquals(List.of(), admitted());
    }
}
