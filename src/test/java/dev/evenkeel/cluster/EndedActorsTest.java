package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Workers and journals that end without a word, which a coordinator learns of by watching them. */
class EndedActorsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final LedJob job = new LedJob(KIT);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldGoOnWithoutAWorkerAtOnce() {
        job.train();
        job.worker(1).stop();
        job.worker(0).expectMessage(new Worker.Abort(LedJob.TERM, 1));
        job.worker(2).expectMessage(new Worker.Abort(LedJob.TERM, 1));
        job.leave(1);
        Plan plan = job.run(0).plan();
        assertEquals(List.of(0, 2), plan.numbers());
        assertEquals(List.of("worker 1 ended unexpectedly"), plan.aborted());
    }

    @Test
    void shouldEndAJobThatHasNoBooksAnyMore() {
        job.train();
        job.journal().stop();
        job.expect(new Worker.Abort(LedJob.TERM, Integer.MAX_VALUE));
        job.ended()
                .expectMessage(
                        new JobOutcome.Failed(
                                "the journal ended unexpectedly after step 0: submit the job again, the model will be the same"));
        job.ended().expectTerminated(job.coordinator());
    }

    /** They were told of the end, and did not come to say that they are closed. */
    @Test
    void shouldNotWaitForBooksThatAreGone() {
        job.train();
        job.tell(new Report.JournalFailed("the disk is full"));
        job.journal().expectMessage(new Journal.Failed(LedJob.TERM, "the disk is full", Optional.empty(), false));
        job.journal().stop();
        job.ended().expectMessage(new JobOutcome.Failed("the disk is full"));
        job.ended().expectTerminated(job.coordinator());
    }
}
