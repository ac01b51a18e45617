package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.run.Pages;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a coordinator tells workers and journals that only say what the test has them say. */
class CoordinatorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final LedJob job = new LedJob(KIT);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldDealTheWorkAnewWhenAWorkerIsLost() {
        job.begin(1, 0);
        job.prepare();
        for (int rank = 0; rank < 3; rank++) {
            Worker.Run run = job.run(rank);
            assertEquals(new Worker.Run(run.plan(), rank, 2), run);
            assertEquals(List.of(0, 1, 2), run.plan().numbers());
        }
        job.tell(new Report.WorkerFailed(1, "worker 1 is out of memory"));
        job.worker(1).expectMessage(new Worker.Dismiss(LedJob.TERM));
        job.worker(0).expectMessage(new Worker.Abort(LedJob.TERM, 1));
        job.worker(2).expectMessage(new Worker.Abort(LedJob.TERM, 1));
        // What one has to say who is dismissed is nothing.
        job.tell(new Report.Aborted(1, 1, 5, 99));
        job.tell(new Report.Aborted(0, 1, 0, 7));
        job.worker(0).expectNoMessage(Duration.ofMillis(50));
        job.tell(new Report.Aborted(2, 1, 0, 7));
        Plan plan = job.run(0).plan();
        assertEquals(job.run(2), new Worker.Run(plan, 1, 2));
        assertEquals(List.of(0, 2), plan.numbers());
        assertEquals(List.of("worker 1 is out of memory"), plan.aborted());
        job.worker(1).expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldStopBeforeTheFirstStepBehindACheckpoint() {
        job.tell(new Coordinator.Stop());
        job.begin(1, 0);
        job.prepare();
        job.worker(0).expectMessage(new Worker.Snapshot(LedJob.TERM, Journal.Purpose.CHECKPOINT));
        job.journal().expectNoMessage(Duration.ofMillis(50));
        job.tell(new Report.Saved(0));
        job.journal().expectMessage(new Journal.Stopped(LedJob.TERM));
        job.ended().expectNoMessage(Duration.ofMillis(50));
        job.tell(new Report.BooksClosed(job.journal().ref()));
        job.ended().expectMessage(new JobOutcome.Stopped(0));
        job.ended().expectTerminated(job.coordinator());
    }

    @Test
    void shouldStandBelowTheLeastNumberOfWorkersUntilOneJoins() {
        job.begin(3, 0);
        job.expect(new Worker.Prepare(LedJob.TERM));
        job.tell(new Report.WorkerFailed(2, "worker 2 failed"));
        job.tell(new Report.Prepared(0));
        job.tell(new Report.Prepared(1));
        job.worker(0).expectNoMessage(Duration.ofMillis(50));
        TestProbe<Worker.Command> newcomer = job.join(3);
        job.tell(new Report.Prepared(3));
        Journal.Serve asked = job.journal().expectMessageClass(Journal.Serve.class);
        asked.replyTo().tell(new Journal.Books(new Pages.Reach(1, 0), 0));
        Plan plan = job.run(0).plan();
        assertEquals(List.of(0, 1, 3), plan.numbers());
        assertEquals(List.of(2), plan.behind());
        assertEquals(plan, newcomer.expectMessageClass(Worker.Run.class).plan());
    }

    @Test
    void shouldEndWithASentenceWhenTheLastWorkerIsLost() {
        job.train();
        for (int worker = 0; worker < 3; worker++) {
            job.tell(new Report.WorkerFailed(worker, "worker " + worker + " failed"));
        }
        job.journal().expectMessage(new Journal.Failed(LedJob.TERM, "worker 2 failed", Optional.empty(), false));
        job.tell(new Report.BooksClosed(job.journal().ref()));
        job.ended().expectMessage(new JobOutcome.Failed("worker 2 failed"));
    }

    private static Report.Recalled recalled(int worker, long step) {
        return new Report.Recalled(
                worker, new TrainingState.Counters(step, 0, 0.0, 0, 0), step, List.of(), Optional.empty());
    }

    /** A newcomer whose books lagged, and all who had the steps in between are gone. */
    @Test
    void shouldEndWithASentenceWhenNobodyRemembersAStepThatIsCommitted() {
        job.takeOver(1, 1);

        job.tell(recalled(0, 3));

        String sentence =
                "step 2 is committed, but nobody who is left remembers it: submit the job again with --resume,"
                        + " the model will be the same";
        job.journal().expectMessage(new Journal.Failed(LedJob.TERM, sentence, Optional.empty(), false));
        job.tell(new Report.BooksClosed(job.journal().ref()));
        job.ended().expectMessage(new JobOutcome.Failed(sentence));
    }

    @Test
    void shouldLetNobodyInBeforeItKnowsHowFarTheBooksGoNorTwice() {
        job.train();
        TestProbe<Worker.Command> newcomer = job.join(3);
        job.tell(new Report.Prepared(3));
        job.expectPause();
        job.stand(1, 1);
        job.journal().expectMessageClass(Journal.Step.class);
        ActorRef<Journal.Books> admit =
                job.journal().expectMessageClass(Journal.Serve.class).replyTo();

        admit.tell(new Journal.Books(new Pages.Reach(1, 0), 0));
        newcomer.expectNoMessage(Duration.ofMillis(50));
        admit.tell(new Journal.Books(new Pages.Reach(2, 0), 1));
        Plan plan = newcomer.expectMessageClass(Worker.Run.class).plan();
        assertEquals(List.of(3), plan.behind());
        assertEquals(List.of(0, 1, 2, 3), plan.numbers());
        assertEquals(1, plan.from());
        for (int rank = 0; rank < 3; rank++) {
            assertEquals(plan, job.run(rank).plan());
        }

        // It was asked more than once.
        admit.tell(new Journal.Books(new Pages.Reach(2, 0), 1));
        newcomer.expectNoMessage(Duration.ofMillis(50));
        job.worker(0).expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldTrainOnByTheSamePlanWhenNewcomersAreLostBeforeTheyAreLetIn() {
        job.train();
        job.join(3);
        job.tell(new Report.Prepared(3));
        job.expectPause();
        job.tell(new Report.WorkerFailed(3, "worker 3 failed"));
        job.stand(1, 1);
        job.expect(new Worker.Continue(LedJob.TERM, 2));
    }

    /** They would wait for the epoch's end, at the least. */
    @Test
    void shouldLetNewcomersInBehindTheNextStepWhoAreReadyWhileAnAttemptIsCalledOff() {
        job.train();
        job.join(3);
        job.tell(new Report.Disturbed(0, 1, "a part is missing"));
        job.expect(new Worker.Abort(LedJob.TERM, 1));
        job.tell(new Report.Prepared(3));
        job.expectPause();
        job.leave(1);
        job.expectRun();
        // What they were told before is over with the attempt.
        job.expectPause();
    }

    @Test
    void shouldStopBehindTheNextStepWhenItIsAskedToWhileAnAttemptIsCalledOff() {
        job.train();
        job.tell(new Report.Disturbed(0, 1, "a part is missing"));
        job.expect(new Worker.Abort(LedJob.TERM, 1));
        job.tell(new Coordinator.Stop());
        job.expectPause();
        job.leave(1);
        job.expectRun();
        job.expectPause();
    }

    @Test
    void shouldStopBehindTheNextStepWhenItIsAskedToWhileTheWorkersEvaluate() {
        job.train(10);
        job.commit(1, 1);
        job.stand(1, 2);
        for (int rank = 0; rank < 3; rank++) {
            job.worker(rank).expectMessage(new Worker.Evaluate(LedJob.TERM, 1, rank, 3));
        }
        job.tell(new Coordinator.Stop());
        job.expectPause();
        for (int worker = 0; worker < 3; worker++) {
            job.tell(new Report.Evaluated(worker, 1, worker == 0 ? new double[] {1, 2} : new double[0]));
        }
        for (TestProbe<Worker.Command> worker : job.workers()) {
            worker.fishForMessage(
                    Duration.ofSeconds(5),
                    told -> told.equals(new Worker.Continue(LedJob.TERM, 4))
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());
        }
        // What they were told before they went on is over.
        job.expectPause();
    }

    @Test
    void shouldGoOnFromTheStateOfWhoHasComeFurthest() {
        job.takeOver(2, 2);
        job.tell(recalled(0, 2));
        job.tell(recalled(1, 1));

        Plan plan = job.run(0).plan();
        assertEquals(2, plan.from());
        assertEquals(List.of(1), plan.behind());
        assertEquals(List.of("it was lost"), plan.aborted());
        job.tell(new Report.Standing(0, 2));
        job.tell(new Report.Standing(1, 2));
        job.journal()
                .expectMessage(new Journal.EpochDone(
                        LedJob.TERM, 1, new TrainingState.Counters(2, 0, 0.0, 0, 0), Optional.empty()));
    }

    @Test
    void shouldEndByAVerdictOfWhichTheCoordinatorBeforeCouldNotTell() {
        job.takeOver(1, 2);
        job.tell(new Report.Recalled(
                0, new TrainingState.Counters(2, 0, 0.0, 0, 0), 2, List.of(), Optional.of("the loss diverges")));
        job.journal().expectMessage(new Journal.Failed(LedJob.TERM, "the loss diverges", Optional.empty(), false));
    }
}
