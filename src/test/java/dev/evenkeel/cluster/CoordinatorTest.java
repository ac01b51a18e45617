package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.run.Pages;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator tells workers and journals that only say what the test has them say. */
class CoordinatorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long TERM = 4;

    private static final JobSpec JOB = JobSpec.builder("led")
            .data(Data.digits())
            .layers(Layers.dense(10))
            .batchSize(10)
            .epochs(2)
            .build();

    private final List<TestProbe<Worker.Command>> workers = Stream.generate(() -> KIT.<Worker.Command>createTestProbe())
            .limit(3)
            .toList();
    private final TestProbe<Journal.Command> journal = KIT.createTestProbe();
    private final TestProbe<JobOutcome> ended = KIT.createTestProbe();
    private ActorRef<Coordinator.Command> coordinator;

    @BeforeEach
    void begin() {
        coordinator =
                KIT.spawn(Coordinator.create("led", TERM, Duration.ofMinutes(1), Majority.ALONE, outcome -> ended.ref()
                        .tell(outcome)));
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void begin(int minWorkers) {
        begin(minWorkers, 0);
    }

    private void begin(int minWorkers, int testSamples) {
        Desk desk =
                new Desk(journal.ref(), 0, workers.stream().map(TestProbe::ref).toList());
        Coordinator.Task task = new Coordinator.Task(
                new Course(JOB, new Timeline(20, 10, 2), testSamples > 0), testSamples, minWorkers);
        coordinator.tell(new Coordinator.Begin(List.of(desk), task, TrainingState.Counters.START));
    }

    private void prepare() {
        workers.forEach(worker -> worker.expectMessage(new Worker.Prepare(TERM)));
        for (int worker = 0; worker < workers.size(); worker++) {
            coordinator.tell(new Report.Prepared(worker));
        }
    }

    private Worker.Run run(int worker) {
        return workers.get(worker).expectMessageClass(Worker.Run.class);
    }

    @Test
    void shouldDealTheWorkAnewWhenAWorkerIsLost() {
        begin(1);
        prepare();
        for (int rank = 0; rank < 3; rank++) {
            Worker.Run run = run(rank);
            assertEquals(new Worker.Run(run.plan(), rank, 2), run);
            assertEquals(List.of(0, 1, 2), run.plan().numbers());
        }
        coordinator.tell(new Report.WorkerFailed(1, "worker 1 is out of memory"));
        workers.get(1).expectMessage(new Worker.Dismiss(TERM));
        workers.get(0).expectMessage(new Worker.Abort(TERM, 1));
        workers.get(2).expectMessage(new Worker.Abort(TERM, 1));
        // What one has to say who is dismissed is nothing.
        coordinator.tell(new Report.Aborted(1, 1, 5, 99));
        coordinator.tell(new Report.Aborted(0, 1, 0, 7));
        workers.get(0).expectNoMessage(Duration.ofMillis(50));
        coordinator.tell(new Report.Aborted(2, 1, 0, 7));
        Plan plan = run(0).plan();
        assertEquals(run(2), new Worker.Run(plan, 1, 2));
        assertEquals(List.of(0, 2), plan.numbers());
        assertEquals(List.of("worker 1 is out of memory"), plan.aborted());
        workers.get(1).expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldStopBeforeTheFirstStepBehindACheckpoint() {
        coordinator.tell(new Coordinator.Stop());
        begin(1);
        prepare();
        workers.get(0).expectMessage(new Worker.Snapshot(TERM, Journal.Purpose.CHECKPOINT));
        journal.expectNoMessage(Duration.ofMillis(50));
        coordinator.tell(new Report.Saved(0));
        journal.expectMessage(new Journal.Stopped(TERM));
        ended.expectNoMessage(Duration.ofMillis(50));
        coordinator.tell(new Report.BooksClosed(journal.ref()));
        ended.expectMessage(new JobOutcome.Stopped(0));
        ended.expectTerminated(coordinator);
    }

    @Test
    void shouldStandBelowTheLeastNumberOfWorkersUntilOneJoins() {
        begin(3);
        workers.forEach(worker -> worker.expectMessage(new Worker.Prepare(TERM)));
        coordinator.tell(new Report.WorkerFailed(2, "worker 2 failed"));
        coordinator.tell(new Report.Prepared(0));
        coordinator.tell(new Report.Prepared(1));
        workers.get(0).expectNoMessage(Duration.ofMillis(50));
        TestProbe<Worker.Command> newcomer = KIT.createTestProbe();
        coordinator.tell(new Coordinator.Join(new Desk(journal.ref(), 3, List.of(newcomer.ref()))));
        newcomer.expectMessage(new Worker.Prepare(TERM));
        coordinator.tell(new Report.Prepared(3));
        Journal.Serve asked = journal.expectMessageClass(Journal.Serve.class);
        asked.replyTo().tell(new Journal.Books(new Pages.Reach(1, 0), 0));
        Plan plan = run(0).plan();
        assertEquals(List.of(0, 1, 3), plan.numbers());
        assertEquals(List.of(2), plan.behind());
        assertEquals(plan, newcomer.expectMessageClass(Worker.Run.class).plan());
    }

    @Test
    void shouldEndWithASentenceWhenTheLastWorkerIsLost() {
        begin(1);
        prepare();
        for (int worker = 0; worker < 3; worker++) {
            run(worker);
        }
        for (int worker = 0; worker < 3; worker++) {
            coordinator.tell(new Report.WorkerFailed(worker, "worker " + worker + " failed"));
        }
        journal.expectMessage(new Journal.Failed(TERM, "worker 2 failed", Optional.empty(), false));
        coordinator.tell(new Report.BooksClosed(journal.ref()));
        ended.expectMessage(new JobOutcome.Failed("worker 2 failed"));
    }

    private static Report.Recalled recalled(int worker, long step) {
        return new Report.Recalled(
                worker, new TrainingState.Counters(step, 0, 0.0, 0, 0), step, List.of(), Optional.empty());
    }

    /** A newcomer whose books lagged, and all who had the steps in between are gone. */
    @Test
    void shouldEndWithASentenceWhenNobodyRemembersAStepThatIsCommitted() {
        takeOver(1, 1);

        coordinator.tell(recalled(0, 3));

        String sentence =
                "step 2 is committed, but nobody who is left remembers it: submit the job again with --resume,"
                        + " the model will be the same";
        journal.expectMessage(new Journal.Failed(TERM, sentence, Optional.empty(), false));
        coordinator.tell(new Report.BooksClosed(journal.ref()));
        ended.expectMessage(new JobOutcome.Failed(sentence));
    }

    private static Report.Committed committed(int worker, int attempt, long step) {
        return new Report.Committed(
                worker,
                attempt,
                Steps.result(new Timeline(20, 10, 2).batch(step)),
                new MessageExchange.Traffic(0, 0, StepTimes.NONE));
    }

    /** All commit that step, and stand. */
    private void stand(int attempt, long step) {
        for (int worker = 0; worker < workers.size(); worker++) {
            coordinator.tell(committed(worker, attempt, step));
            coordinator.tell(new Report.Standing(worker, step));
        }
    }

    private void expectPause() {
        workers.forEach(worker -> worker.expectMessage(new Worker.Pause(TERM)));
    }

    private TestProbe<Worker.Command> join() {
        TestProbe<Worker.Command> newcomer = KIT.createTestProbe();
        coordinator.tell(new Coordinator.Join(new Desk(journal.ref(), 3, List.of(newcomer.ref()))));
        newcomer.expectMessage(new Worker.Prepare(TERM));
        return newcomer;
    }

    @Test
    void shouldLetNobodyInBeforeItKnowsHowFarTheBooksGoNorTwice() {
        begin(1);
        prepare();
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
        TestProbe<Worker.Command> newcomer = join();
        coordinator.tell(new Report.Prepared(3));
        expectPause();
        stand(1, 1);
        journal.expectMessageClass(Journal.Step.class);
        ActorRef<Journal.Books> admit =
                journal.expectMessageClass(Journal.Serve.class).replyTo();

        admit.tell(new Journal.Books(new Pages.Reach(1, 0), 0));
        newcomer.expectNoMessage(Duration.ofMillis(50));
        admit.tell(new Journal.Books(new Pages.Reach(2, 0), 1));
        Plan plan = newcomer.expectMessageClass(Worker.Run.class).plan();
        assertEquals(List.of(3), plan.behind());
        assertEquals(List.of(0, 1, 2, 3), plan.numbers());
        assertEquals(1, plan.from());
        for (int rank = 0; rank < 3; rank++) {
            assertEquals(plan, run(rank).plan());
        }

        // It was asked more than once.
        admit.tell(new Journal.Books(new Pages.Reach(2, 0), 1));
        newcomer.expectNoMessage(Duration.ofMillis(50));
        workers.get(0).expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldTrainOnByTheSamePlanWhenNewcomersAreLostBeforeTheyAreLetIn() {
        begin(1);
        prepare();
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
        join();
        coordinator.tell(new Report.Prepared(3));
        expectPause();
        coordinator.tell(new Report.WorkerFailed(3, "worker 3 failed"));
        stand(1, 1);
        workers.forEach(worker -> worker.expectMessage(new Worker.Continue(TERM, 2)));
    }

    @Test
    void shouldStopBehindTheNextStepWhenItIsAskedToWhileAnAttemptIsCalledOff() {
        begin(1);
        prepare();
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
        coordinator.tell(new Report.Disturbed(0, 1, "a part is missing"));
        workers.forEach(worker -> worker.expectMessage(new Worker.Abort(TERM, 1)));
        coordinator.tell(new Coordinator.Stop());
        expectPause();
        for (int worker = 0; worker < 3; worker++) {
            coordinator.tell(new Report.Aborted(worker, 1, 0, 7));
        }
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
        expectPause();
    }

    @Test
    void shouldStopBehindTheNextStepWhenItIsAskedToWhileTheWorkersEvaluate() {
        begin(1, 10);
        prepare();
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
        for (int worker = 0; worker < 3; worker++) {
            coordinator.tell(committed(worker, 1, 1));
        }
        stand(1, 2);
        for (int rank = 0; rank < 3; rank++) {
            workers.get(rank).expectMessage(new Worker.Evaluate(TERM, 1, rank, 3));
        }
        coordinator.tell(new Coordinator.Stop());
        expectPause();
        for (int worker = 0; worker < 3; worker++) {
            coordinator.tell(new Report.Evaluated(worker, 1, worker == 0 ? new double[] {1, 2} : new double[0]));
        }
        for (TestProbe<Worker.Command> worker : workers) {
            worker.fishForMessage(
                    Duration.ofSeconds(5),
                    told -> told.equals(new Worker.Continue(TERM, 4))
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());
        }
        // What they were told before they went on is over.
        expectPause();
    }

    private void takeOver(int members, long recorded) {
        List<ActorRef<Worker.Command>> refs =
                workers.stream().limit(members).map(TestProbe::ref).toList();
        Coordinator.Task task = new Coordinator.Task(new Course(JOB, new Timeline(20, 10, 2), false), 0, 1);
        Journal.Books books = new Journal.Books(new Pages.Reach(1, 0), recorded);
        coordinator.tell(new Coordinator.TakeOver(
                List.of(new Desk(journal.ref(), 0, refs)), List.of(books), task, Optional.of("it was lost")));
        for (int worker = 0; worker < members; worker++) {
            workers.get(worker).expectMessage(new Worker.Serve(TERM, coordinator));
        }
    }

    @Test
    void shouldGoOnFromTheStateOfWhoHasComeFurthest() {
        takeOver(2, 2);
        coordinator.tell(recalled(0, 2));
        coordinator.tell(recalled(1, 1));

        Plan plan = run(0).plan();
        assertEquals(2, plan.from());
        assertEquals(List.of(1), plan.behind());
        assertEquals(List.of("it was lost"), plan.aborted());
        coordinator.tell(new Report.Standing(0, 2));
        coordinator.tell(new Report.Standing(1, 2));
        journal.expectMessage(
                new Journal.EpochDone(TERM, 1, new TrainingState.Counters(2, 0, 0.0, 0, 0), Optional.empty()));
    }

    @Test
    void shouldEndByAVerdictOfWhichTheCoordinatorBeforeCouldNotTell() {
        takeOver(1, 2);
        coordinator.tell(new Report.Recalled(
                0, new TrainingState.Counters(2, 0, 0.0, 0, 0), 2, List.of(), Optional.of("the loss diverges")));
        journal.expectMessage(new Journal.Failed(TERM, "the loss diverges", Optional.empty(), false));
    }
}
