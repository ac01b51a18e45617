package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.StepObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job on real actors, with faults put in through {@link Hooks}; every fault must be seen to have fired. */
class LocalClusterTest {
    private static final String JOB = """
            name = faults
            data { type = synthetic, channels = 6, rows = 1, columns = 1, classes = 3, train = 96, test = 30 }
            layers = [
              { type = dense, units = 9, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 3 }
            ]
            batch-size = 48
            micro-batch = 8
            epochs = 3
            """;

    @TempDir
    Path folder;

    private int runs;

    @ParameterizedTest
    @EnumSource(ProtocolPoint.class)
    void shouldFailTheJobWithOneSentenceWhereverAWorkerFails(ProtocolPoint where) throws IOException {
        AtomicInteger fired = new AtomicInteger();
        StepObserver failing = (point, step, rank, layer) -> {
            if (point == where && step == 3 && rank == 1 && fired.getAndIncrement() == 0) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        JobOutcome outcome = train(3, new Hooks(failing, Hooks.LinkFactory.BY_REFERENCE), "60s");
        assertEquals(
                new JobOutcome.Failed("worker 1 failed: java.lang.IllegalStateException: broken on purpose"), outcome);
        assertEquals(1, fired.get());
    }

    @Test
    void shouldSayThatAWorkerRanOutOfMemory() throws IOException {
        StepObserver exhausted = (point, step, rank, layer) -> {
            if (point == ProtocolPoint.BACKWARD && rank == 0 && step == 2) {
                throw new OutOfMemoryError("on purpose");
            }
        };
        JobOutcome outcome = train(2, new Hooks(exhausted, Hooks.LinkFactory.BY_REFERENCE), "60s");
        String sentence = assertInstanceOf(JobOutcome.Failed.class, outcome).sentence();
        assertTrue(sentence.startsWith("worker 0 ran out of memory ("), sentence);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void shouldFailByDeadlineWhenAMessageIsLost(Phase lost) throws IOException {
        AtomicInteger fired = new AtomicInteger();
        Hooks losing = links((part, send) -> {
            boolean lose = part.tag().phase() == lost && part.tag().step() == 2 && part.from() == 0 && fired.get() == 0;
            if (lose) {
                fired.incrementAndGet();
            } else {
                send.accept(part);
            }
            return lose;
        });
        JobOutcome outcome = train(2, losing, "2s");
        String sentence = assertInstanceOf(JobOutcome.Failed.class, outcome).sentence();
        assertEquals(1, fired.get());
        assertTrue(sentence.matches("step [23]: waited 2 s for .* of worker .*"), sentence);
    }

    @Test
    void shouldGiveTheSameModelWhenMessagesComeTwiceOrInAnotherOrder() throws IOException {
        String undisturbed = fingerprint(train(3, Hooks.NONE, "60s"));
        AtomicInteger twice = new AtomicInteger();
        Hooks repeating = links((part, send) -> {
            twice.incrementAndGet();
            send.accept(part);
            send.accept(part);
            return true;
        });
        assertEquals(undisturbed, fingerprint(train(3, repeating, "60s")));
        assertTrue(twice.get() > 0);
        ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
        AtomicInteger late = new AtomicInteger();
        // A gradient part waits until the loss, sent before or after it, has gone: later ones overtake it.
        Hooks reordering = links((part, send) -> {
            if (part.tag().phase() == Phase.GRADIENT && late.getAndIncrement() % 2 == 0) {
                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(() -> send.accept(part));
            } else {
                send.accept(part);
            }
            return true;
        });
        assertEquals(undisturbed, fingerprint(train(3, reordering, "60s")));
        assertTrue(late.get() > 0 && held.isEmpty());
    }

    @Test
    void shouldDropMessagesOfOtherAttemptsAndKeepThoseThatCameBeforeTheirPlan() throws IOException {
        String undisturbed = fingerprint(train(2, Hooks.NONE, "60s"));
        AtomicInteger stale = new AtomicInteger();
        Hooks stalePartsToo = links((part, send) -> {
            // The same part with nonsense in it, from an attempt before and from one to come.
            Part.Payload nonsense = new Part.Losses(new double[] {Double.NaN, 0}, true, 0);
            for (int attempt : new int[] {0, 2}) {
                send.accept(new Part(
                        new dev.evenkeel.train.Tag(
                                part.tag().job(),
                                part.tag().term(),
                                attempt,
                                part.tag().epoch(),
                                part.tag().step(),
                                part.tag().phase(),
                                part.tag().index()),
                        part.from(),
                        nonsense));
                stale.incrementAndGet();
            }
            send.accept(part);
            return true;
        });
        assertEquals(undisturbed, fingerprint(train(2, stalePartsToo, "60s")));
        assertTrue(stale.get() > 0);
    }

    private Hooks links(BiFunction<Part, Consumer<Part>, Boolean> link) {
        return new Hooks(StepObserver.NONE, (plan, rank) -> {
            Transport direct = Hooks.LinkFactory.BY_REFERENCE.link(plan, rank);
            return (member, part) -> link.apply(part, p -> direct.send(member, p));
        });
    }

    private static String fingerprint(JobOutcome outcome) {
        return assertInstanceOf(JobOutcome.Succeeded.class, outcome, outcome::toString)
                .fingerprint();
    }

    private JobOutcome train(int workers, Hooks hooks, String timeout) throws IOException {
        Path file = folder.resolve("job.conf");
        Files.writeString(file, JOB);
        ReadJob job = JobReader.read(file, List.of());
        TrainingRun run = TrainingRun.open(new RunRequest(
                job.spec(),
                job::check,
                job.base(),
                folder,
                Optional.of(folder.resolve("run-" + runs++)),
                false,
                List.of()));
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        JobListener listener = new JobListener() {
            @Override
            public void metrics(MetricsLine line) {}

            @Override
            public void ended(JobOutcome ended) {
                outcome.complete(ended);
            }
        };
        try (LocalCluster cluster = new LocalCluster(ConfigFactory.parseString("evenkeel.step-timeout = " + timeout))) {
            cluster.start(run, workers, KernelSets.best(), hooks, listener);
            return outcome.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
