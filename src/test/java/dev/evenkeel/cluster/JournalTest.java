package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.typesafe.config.ConfigFactory;
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
        return kit.spawn(Journal.create(run(name), new Recorded(0), TERM, coordinator.ref()));
    }

    private TrainingRun run(String name) {
        return TrainingRun.open(
                new RunRequest(JOB, data -> {}, folder, folder, Optional.of(folder.resolve(name)), false, List.of()));
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

    @Test
    void shouldNotWriteDownWhatLacksTheStepBefore() {
        ActorRef<Journal.Command> journal = open("gap");
        journal.tell(step(1));
        journal.tell(step(3));
        coordinator.expectMessage(new Report.Missed("a message to a journal was lost, before that of step 3"));
        journal.tell(
                new Journal.EpochDone(TERM, 1, Steps.result(TIMELINE.batch(4)).counters(), Optional.empty()));
        coordinator.expectMessage(
                new Report.Missed("a message to a journal was lost, before that of the end of epoch 1"));
        assertEquals(1, books(journal).step());
    }

    @Test
    void shouldSayWhenItWasToldMoreThanCame() {
        TestProbe<Coordinator.Command> asked = kit.createTestProbe();
        ActorRef<Journal.Command> journal = open("told");
        ActorRef<Journal.Command> donor = open("donor");
        donor.tell(step(1));
        journal.tell(new Journal.CatchUp(TERM, donor, books(donor).reach()));
        journal.tell(step(1));
        journal.tell(step(2));
        for (long told : new long[] {3, 4}) {
            journal.tell(new Journal.Reckoning(TERM, told, asked.ref()));
        }
        asked.expectMessage(new Report.Missed("a message to a journal was lost"));
        // What came while it copied the books counts once.
        kit.createTestProbe().awaitAssert(() -> {
            assertEquals(2, books(journal).step());
            return null;
        });
        journal.tell(new Journal.Reckoning(TERM, 4, asked.ref()));
        asked.expectMessage(new Report.Missed("a message to a journal was lost"));
        journal.tell(new Journal.Reckoning(TERM, 3, asked.ref()));
        journal.tell(new Journal.Reckoning(TERM - 1, 9, asked.ref()));
        asked.expectNoMessage(Duration.ofMillis(50));
        journal.tell(new Journal.Reckoning(TERM + 1, 0, asked.ref()));
        asked.expectMessage(new Report.Missed("a message to a journal was lost"));
    }

    /** The end is told by a coordinator that is elsewhere, and what was told before may be lost. */
    @Test
    void shouldNotEndWithoutWhatCameBefore() {
        ActorTestKit node = ActorTestKit.create(
                "evenkeel",
                ConfigFactory.parseString("akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                        .withFallback(ConfigFactory.parseResources("node.conf"))
                        .withFallback(ActorTestKit.applicationTestConfig()));
        try {
            TestProbe<Coordinator.Command> asked = node.createTestProbe();
            TestProbe<Journal.Books> answer = node.createTestProbe();
            ActorRef<Coordinator.Command> elsewhere =
                    ActorRefResolver.get(node.system()).resolveActorRef("akka://evenkeel@127.0.0.1:1/user/coordinator");
            ActorRef<Journal.Command> journal =
                    node.spawn(Journal.create(run("lacks"), new Recorded(0), TERM, elsewhere));
            journal.tell(step(1));
            journal.tell(new Journal.Reckoning(TERM, 2, asked.ref()));
            asked.expectMessage(new Report.Missed("a message to a journal was lost"));

            journal.tell(new Journal.Stopped(TERM));

            journal.tell(new Journal.Serve(TERM + 1, elsewhere, answer.ref()));
            assertEquals(1, answer.receiveMessage().step());
            journal.tell(new Journal.Reckoning(TERM + 1, 0, asked.ref()));
            journal.tell(new Journal.Stopped(TERM + 1));
            asked.expectTerminated(journal);
        } finally {
            node.shutdownTestKit();
        }
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
