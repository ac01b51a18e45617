package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SavingTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Roster roster =
            Roster.of(List.of(Rosters.desk(KIT, 0, 2), Rosters.desk(KIT, 2, 1), Rosters.desk(KIT, 3, 1)));
    private final Saving saving = new Saving();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private List<Integer> begin(Journal.Purpose purpose, Roster there) {
        return saving.begin(purpose, there).stream().map(Roster.Member::number).toList();
    }

    @Test
    void shouldBeOverWhenTwoNodesHaveWritten() {
        assertTrue(saving.over());
        assertEquals(List.of(0, 2), begin(Journal.Purpose.CHECKPOINT, roster));
        saving.done(2);
        assertFalse(saving.over());
        saving.done(0);
        assertTrue(saving.over());
    }

    @Test
    void shouldHaveAnotherWriteForOneThatIsLost() {
        begin(Journal.Purpose.MODEL, roster);
        assertEquals(Optional.of(Journal.Purpose.MODEL), saving.lost(0));
        assertEquals(Optional.empty(), saving.lost(3));
        // Worker 2 is about it.
        assertEquals(List.of(1), begin(Journal.Purpose.MODEL, roster.without(0)));
        assertFalse(saving.over());
    }

    @Test
    void shouldNotTakeTwoModelsForOne() {
        begin(Journal.Purpose.MODEL, roster);
        saving.done(0, "aa");
        HopelessException differing = assertThrows(HopelessException.class, () -> saving.done(2, "bb"));
        assertEquals(
                "the nodes have written different models, [aa, bb]: memory or arithmetic of one of them is faulty",
                differing.getMessage());
    }
}
