package dev.evenkeel.cluster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A coordinator that was not told all, or was not heard, gives way to another one; it does not end the job. */
class LostMessagesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final LedJob job = new LedJob(KIT);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void expectInterrupted(String sentence) {
        job.ended().expectMessage(new JobOutcome.Interrupted(sentence));
        job.ended().expectTerminated(job.coordinator());
    }

    @Test
    void shouldSeeThatAWorkerHasToldMore() {
        job.train();
        // Each has told that it is prepared.
        job.tell(new Report.Beat(1, 0, true, 1));
        job.ended().expectNoMessage(Duration.ofMillis(50));

        job.tell(new Report.Beat(1, 0, true, 2));

        expectInterrupted("a message of worker 1 was lost");
        job.journal().expectNoMessage(Duration.ofMillis(50));
    }

    /** It is dismissed, and says what it likes. */
    @Test
    void shouldMissNothingOfAWorkerThatIsNotItsOwn() {
        job.train();
        job.tell(new Report.WorkerFailed(1, "worker 1 failed"));
        job.tell(new Report.Beat(1, 0, true, 7));
        job.ended().expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldHearThatItWasNotHeard() {
        job.train();
        job.tell(new Report.Missed("a message to worker 2 was lost"));
        expectInterrupted("a message to worker 2 was lost");
    }

    @Test
    void shouldHearItWhenTheJobIsOver() {
        job.train();
        job.tell(new Report.JournalFailed("the disk is full"));
        job.journal().expectMessage(new Journal.Failed(LedJob.TERM, "the disk is full", Optional.empty(), false));
        job.tell(new Report.Missed("a message to a journal was lost"));
        expectInterrupted("a message to a journal was lost");
    }

    /** Nor does it wait for ever for somebody to say that the books are closed. */
    @Test
    void shouldHaveAnotherAskWhereNobodySaysThatTheBooksAreClosed() {
        LedJob waits = new LedJob(KIT, Duration.ofSeconds(1));
        waits.begin(1, 0);
        waits.tell(new Report.JournalFailed("the disk is full"));
        waits.ended().expectMessage(new JobOutcome.Interrupted("not all books were closed within 1 s of the end"));
        waits.ended().expectTerminated(waits.coordinator());
    }

    @Test
    void shouldNotGoOnFromAStepThatSomebodyHasNotToldOf() {
        job.train();
        job.commit(1, 1);
        for (int worker = 0; worker < 3; worker++) {
            job.tell(new Report.Standing(worker, 2));
        }
        expectInterrupted("a message of step 2 was lost");
    }

    @Test
    void shouldNotWriteDownAStepBeforeTheOneBeforeIt() {
        job.train();
        job.commit(1, 2);
        expectInterrupted("a message of step 1 was lost");
        job.journal().expectNoMessage(Duration.ofMillis(50));
    }
}
