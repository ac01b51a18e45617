package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.Tally;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The books of nodes, written by a coordinator that the test speaks for. */
class JournalTest {
    private static final long TERM = 4;
    private static final Timeline TIMELINE = new Timeline(8, 2, 250);
    private static final JobSpec JOB = JobSpec.builder("books")
            .data(Data.synthetic().shape(4, 1, 1).classes(2).samples(8, 2))
            .layers(Layers.dense(2))
            .batchSize(2)
            .microBatch(1)
            .epochs(250)
            .build();

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Coordinator.Command> coordinator = kit.createTestProbe();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private ActorRef<Journal.Command> open(String name) {
        TrainingRun run = TrainingRun.open(
                new RunRequest(JOB, data -> {}, folder, folder, Optional.of(folder.resolve(name)), false, List.of()));
        return kit.spawn(Journal.create(run, new Recorded(0), TERM, coordinator.ref()));
    }

    private RunFiles files(String name) {
        return new RunFiles(folder.resolve(name));
    }

    private static Journal.Step step(long step) {
        return new Journal.Step(
                TERM,
                new StepBook.Entry(
                        Steps.result(TIMELINE.batch(step)),
                        1,
                        List.of(),
                        List.of(0),
                        Portions.even(1),
                        0,
                        0,
                        StepTimes.NONE));
    }

    private Journal.Books books(ActorRef<Journal.Command> journal) {
        TestProbe<Journal.Books> answer = kit.createTestProbe();
        journal.tell(new Journal.Serve(TERM, coordinator.ref(), answer.ref()));
        return answer.receiveMessage();
    }

    /** Nothing was wrong before. */
    private void expectClosed(ActorRef<Journal.Command> journal) {
        journal.tell(new Journal.Stopped(TERM));
        coordinator.expectMessage(Duration.ofSeconds(20), new Report.BooksClosed(journal));
    }

    @Test
    void shouldWriteDownOnceWhatItIsToldTwice() {
        ActorRef<Journal.Command> journal = open("told");
        for (long step : new long[] {1, 2, 2, 1, 3}) {
            journal.tell(step(step));
        }
        expectClosed(journal);
        assertEquals(3, Tally.of(files("told").ledger()).steps());
    }

    /**
     * While the books of a newcomer are copied, those that they are copied from go on, and it is told the same steps. Many don't fit
     * into the pages that it gets at once: some hundred of them do, and more of the metrics than of the ledger.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 1000})
    void shouldNotWriteDownWhatItHasCopied(int steps) throws IOException {
        ActorRef<Journal.Command> full = open("full");
        ActorRef<Journal.Command> late = open("late");
        full.tell(step(1));
        Journal.Books first = books(full);
        LongStream.rangeClosed(2, steps).forEach(step -> full.tell(step(step)));
        late.tell(new Journal.CatchUp(TERM, full, first.reach()));
        LongStream.rangeClosed(2, steps).forEach(step -> late.tell(step(step)));
        expectClosed(late);
        expectClosed(full);
        assertEquals(steps, Tally.of(files("late").ledger()).steps());
        assertEquals(
                Files.readAllLines(files("full").metrics()),
                Files.readAllLines(files("late").metrics()));
    }
}
