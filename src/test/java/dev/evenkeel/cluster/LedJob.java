package dev.evenkeel.cluster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
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

/**
 * A job with a real coordinator, whose three workers and whose journal only say what the test has them say: two epochs of two
 * steps.
 */
final class LedJob {
    static final long TERM = 4;

    private static final Timeline TIMELINE = new Timeline(20, 10, 2);
    private static final JobSpec JOB = JobSpec.builder("led")
            .data(Data.digits())
            .layers(Layers.dense(10))
            .batchSize(10)
            .epochs(2)
            .build();

    private final ActorTestKit kit;
    private final List<TestProbe<Worker.Command>> workers;
    private final TestProbe<Journal.Command> journal;
    private final TestProbe<JobOutcome> ended;
    private final ActorRef<Coordinator.Command> coordinator;

    LedJob(ActorTestKit kit) {
        this(kit, Duration.ofMinutes(1));
    }

    /** @param limit how long somebody is waited for */
    LedJob(ActorTestKit kit, Duration limit) {
        this.kit = kit;
        workers = Stream.generate(() -> kit.<Worker.Command>createTestProbe())
                .limit(3)
                .toList();
        journal = kit.createTestProbe();
        ended = kit.createTestProbe();
        coordinator = kit.spawn(Coordinator.create(
                "led", TERM, limit, Majority.ALONE, outcome -> ended.ref().tell(outcome)));
    }

    ActorRef<Coordinator.Command> coordinator() {
        return coordinator;
    }

    List<TestProbe<Worker.Command>> workers() {
        return workers;
    }

    TestProbe<Worker.Command> worker(int number) {
        return workers.get(number);
    }

    TestProbe<Journal.Command> journal() {
        return journal;
    }

    /** Hears how the job has ended. */
    TestProbe<JobOutcome> ended() {
        return ended;
    }

    void tell(Coordinator.Command said) {
        coordinator.tell(said);
    }

    /** It begins; nobody is ready. */
    void begin(int minWorkers, int testSamples) {
        Desk desk =
                new Desk(journal.ref(), 0, workers.stream().map(TestProbe::ref).toList());
        tell(new Coordinator.Begin(List.of(desk), task(minWorkers, testSamples), TrainingState.Counters.START));
    }

    private static Coordinator.Task task(int minWorkers, int testSamples) {
        return new Coordinator.Task(new Course(JOB, TIMELINE, testSamples > 0), testSamples, minWorkers);
    }

    /** All get ready. */
    void prepare() {
        expect(new Worker.Prepare(TERM));
        for (int worker = 0; worker < workers.size(); worker++) {
            tell(new Report.Prepared(worker));
        }
    }

    /** They train: the first attempt is under way. */
    void train() {
        train(0);
    }

    void train(int testSamples) {
        begin(1, testSamples);
        prepare();
        expectRun();
    }

    /** Another coordinator had it, and so many workers and the books are left. */
    void takeOver(int members, long recorded) {
        List<ActorRef<Worker.Command>> refs =
                workers.stream().limit(members).map(TestProbe::ref).toList();
        Journal.Books books = new Journal.Books(new Pages.Reach(1, 0), recorded);
        tell(new Coordinator.TakeOver(
                List.of(new Desk(journal.ref(), 0, refs)), List.of(books), task(1, 0), Optional.of("it was lost")));
        for (int worker = 0; worker < members; worker++) {
            worker(worker).expectMessage(new Worker.Serve(TERM, coordinator));
        }
    }

    /** A worker is to join it; gets ready. */
    TestProbe<Worker.Command> join(int number) {
        TestProbe<Worker.Command> newcomer = kit.createTestProbe();
        tell(new Coordinator.Join(new Desk(journal.ref(), number, List.of(newcomer.ref()))));
        newcomer.expectMessage(new Worker.Prepare(TERM));
        return newcomer;
    }

    /** All commit that step. */
    void commit(int attempt, long step) {
        for (int worker = 0; worker < workers.size(); worker++) {
            tell(new Report.Committed(
                    worker,
                    attempt,
                    Steps.result(TIMELINE.batch(step)),
                    new MessageExchange.Traffic(0, 0, StepTimes.NONE)));
        }
    }

    /** Likewise, and stand. */
    void stand(int attempt, long step) {
        commit(attempt, step);
        for (int worker = 0; worker < workers.size(); worker++) {
            tell(new Report.Standing(worker, step));
        }
    }

    /** All leave that attempt, in the state before the first step. */
    void leave(int attempt) {
        for (int worker = 0; worker < workers.size(); worker++) {
            tell(new Report.Aborted(worker, attempt, 0, 7));
        }
    }

    /** That worker is told to train. */
    Worker.Run run(int worker) {
        return worker(worker).expectMessageClass(Worker.Run.class);
    }

    void expectRun() {
        workers.forEach(worker -> worker.expectMessageClass(Worker.Run.class));
    }

    void expectPause() {
        expect(new Worker.Pause(TERM));
    }

    /** All are told so. */
    void expect(Worker.Command told) {
        workers.forEach(worker -> worker.expectMessage(told));
    }
}
