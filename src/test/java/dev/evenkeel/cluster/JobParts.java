package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Parts of one job, each with books and workers of its own as on a node, and coordinators that the test appoints and ends: all in
 * one actor system, without a network.
 */
final class JobParts implements AutoCloseable {
    private final ActorTestKit kit = ActorTestKit.create();
    private final List<Desk> desks = new ArrayList<>();
    private final List<RunFiles> files = new ArrayList<>();
    private final CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
    private final Path folder;
    private final JobSpec job;
    private final Hooks hooks;
    private Duration limit = Duration.ofMinutes(1);
    private TrainingRun first;
    private volatile long latest;
    private int workers;

    JobParts(Path folder, JobSpec job, Hooks hooks) {
        this.folder = folder;
        this.job = job;
        this.hooks = hooks;
    }

    /** So long may a worker stand still, or its books. */
    JobParts within(Duration most) {
        limit = most;
        return this;
    }

    ActorTestKit kit() {
        return kit;
    }

    /** Opens one more, in the state before the first step. */
    Desk open(int itsWorkers, long term, ActorRef<Coordinator.Command> coordinator) {
        Path directory = folder.resolve("part-" + desks.size());
        TrainingRun run = TrainingRun.open(
                new RunRequest(job, data -> {}, folder, folder, Optional.of(directory), false, List.of()));
        if (desks.isEmpty()) {
            first = run;
        }
        WorkerCompute.Setup setup =
                new WorkerCompute.Setup(job, run.data(), KernelSets.best(), run.state()::copy, limit, hooks);
        int firstWorker = workers;
        TestProbe<Desk> opened = kit.createTestProbe();
        kit.spawn(Behaviors.setup(context -> {
            opened.ref().tell(Site.open(context, run, term, firstWorker, itsWorkers, setup, coordinator));
            return Behaviors.receive(Object.class)
                    .onSignal(Terminated.class, closed -> Behaviors.stopped())
                    .build();
        }));
        workers += itsWorkers;
        desks.add(opened.receiveMessage());
        files.add(new RunFiles(directory));
        return desks.get(desks.size() - 1);
    }

    /** Appoints a coordinator, which waits for its job. */
    ActorRef<Coordinator.Command> appoint(long term) {
        return appoint(term, how -> ended(term, how));
    }

    /** One that was replaced takes it for a failure that the books are closed for another one. */
    private void ended(long term, JobOutcome how) {
        if (term == latest) {
            outcome.complete(how);
        }
    }

    private ActorRef<Coordinator.Command> appoint(long term, Audience audience) {
        latest = term;
        return kit.spawn(Coordinator.create(job.name(), term, limit, Majority.ALONE, audience));
    }

    /** It begins with all parts that are open. */
    void begin(ActorRef<Coordinator.Command> coordinator) {
        coordinator.tell(new Coordinator.Begin(List.copyOf(desks), task(), TrainingState.Counters.START));
    }

    /** Another coordinator goes on with all parts that are open; all have been told of it when this returns. */
    void takeOver(long term) {
        CompletableFuture<Void> leads = new CompletableFuture<>();
        ActorRef<Coordinator.Command> next = appoint(term, new Audience() {
            @Override
            public void ended(JobOutcome how) {
                JobParts.this.ended(term, how);
            }

            @Override
            public void staffed(Staff staff) {
                leads.complete(null);
            }
        });
        TestProbe<Journal.Books> answer = kit.createTestProbe();
        List<Journal.Books> books = desks.stream()
                .map(desk -> {
                    desk.journal().tell(new Journal.Serve(term, next, answer.ref()));
                    return answer.receiveMessage();
                })
                .toList();
        next.tell(new Coordinator.TakeOver(List.copyOf(desks), books, task(), Optional.of("the coordinator was lost")));
        leads.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Coordinator.Task task() {
        Timeline timeline = new Timeline(first.data().train().size(), job.batchSize(), job.epochs());
        int tests = first.data().test().size();
        return new Coordinator.Task(new Course(job, timeline, tests > 0), tests, 1);
    }

    /** What one worker in this JVM comes to. */
    String undisturbed() {
        return LocalRuns.train(1, job, RunOptions.defaults().in(folder.resolve("undisturbed")))
                .fingerprint();
    }

    /** The job succeeds with that model; all parts have the same books, and they are in order. */
    void assertSucceeds(String fingerprint) throws IOException {
        JobOutcome ended = outcome.orTimeout(60, TimeUnit.SECONDS).join();
        assertEquals(
                fingerprint,
                assertInstanceOf(JobOutcome.Succeeded.class, ended, ended::toString)
                        .fingerprint());
        for (RunFiles part : files) {
            assertEquals(Files.readAllLines(files.get(0).ledger()), Files.readAllLines(part.ledger()));
            assertEquals(Files.readAllLines(files.get(0).metrics()), Files.readAllLines(part.metrics()));
            Audit.of(part)
                    .findings()
                    // Only two parts keep the model.
                    .forEach(finding ->
                            assertTrue(finding.holds() || finding.property().equals("model"), finding::toString));
        }
    }

    Path ledger() {
        return files.get(0).ledger();
    }

    /** Whether that worker has computed a step. */
    boolean worked(int worker) throws IOException {
        return Files.readAllLines(ledger()).stream()
                .anyMatch(line -> line.matches(".*\"worker\":" + worker + "[,}].*"));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
