package dev.evenkeel.cluster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.evenkeel.run.Pages;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JournalsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long TERM = 4;
    private static final Journal.Books NOW = new Journal.Books(new Pages.Reach(700, 300), 7);

    private final TestProbe<Journal.Command> first = KIT.createTestProbe();
    private final Journals journals = new Journals(TERM, List.of(new Desk(first.ref(), 0, List.of())));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    /** Each newcomer names the journal of its node. A journal that was to copy twice could wait for a donor that is lost by then. */
    @Test
    void shouldHaveALateOneCopyWhatItLacksOnce() {
        TestProbe<Journal.Command> late = KIT.createTestProbe();

        journals.add(late.ref(), NOW);
        journals.add(late.ref(), NOW);
        journals.write(new Journal.Stopped(TERM));

        late.expectMessage(new Journal.CatchUp(TERM, first.ref(), NOW.reach()));
        late.expectMessage(new Journal.Stopped(TERM));
        first.expectMessage(new Journal.Stopped(TERM));
    }

    @Test
    void shouldNotHaveOneCopyFromItself() {
        journals.add(first.ref(), NOW);
        journals.write(new Journal.Stopped(TERM));

        first.expectMessage(new Journal.Stopped(TERM));
    }
}
