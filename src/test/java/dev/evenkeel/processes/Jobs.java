package dev.evenkeel.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Jobs that process tests train, here and in clusters, in a folder of their own. One thread. */
public final class Jobs {
    /** 30 steps of a sixth of a millisecond: for what is not about training. */
    public static final String SMALL = """
            name = small
            data { type = digits }
            layers = [
              { type = dense, units = 16, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 10 }
            ]
            batch-size = 97
            micro-batch = 16
            epochs = 2
            """;

    /** Nothing in it divides anything; 15 steps an epoch. */
    public static final String DIGITS = """
            name = digits
            data { type = digits }
            layers = [
              { type = dense, units = 48, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.1 }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }
            batch-size = 97
            micro-batch = 16
            epochs = 4
            """;

    /** The same for 300 steps, with nothing stored or tested in between: whenever a node is lost, a step is in flight. */
    public static final String STEADY =
            DIGITS.replace("name = digits", "name = steady").replace("epochs = 4", """
                    epochs = 20
                    checkpoint { every-epochs = 1000 }
                    evaluate { every-epochs = 1000 }""");

    /** Ten rounds of batch-norm statistics there and back in every step. */
    public static final String DEEP = """
            name = deep
            data { type = digits }
            layers = [
              { type = repeat, times = 10, body = [
                { type = dense, units = 24, bias = false }, { type = batch-norm }, { type = sigmoid } ] }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9 }
            batch-size = 128
            micro-batch = 16
            epochs = 3
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Path folder;
    private int runs;

    public Jobs(Path folder) {
        this.folder = folder;
    }

    /** Writes a job's text to the folder, under the job's name. */
    public Path write(String text) throws IOException {
        String name = text.lines().findFirst().orElseThrow().replaceFirst("name = ", "");
        return Files.writeString(folder.resolve(name + ".conf"), text);
    }

    public ReadJob read(String text, String... settings) throws IOException {
        return JobReader.read(write(text), List.of(settings));
    }

    /** The fingerprint that one worker in this JVM comes to. */
    public String local(ReadJob job) {
        return LocalRuns.train(1, job, fresh()).fingerprint();
    }

    /** Trains in a cluster with so many workers. */
    public TrainingResult train(Evenkeel cluster, ReadJob job, int workers) {
        return result(cluster.submit(job, fresh().workers(workers, workers)));
    }

    /** Submits a job to a cluster; when this returns it has begun, and not ended. */
    public static JobHandle inMidst(Evenkeel cluster, ReadJob job, RunOptions options) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        JobHandle running = cluster.submit(job, options);
        running.onMetrics(new AtStep(40, begun::countDown));
        assertTrue(begun.await(120, TimeUnit.SECONDS), "40 steps take too long");
        assertFalse(running.result().toCompletableFuture().isDone());
        return running;
    }

    /** Waits for the end of a job, which has the model that one worker in this JVM comes to, and books that are in order. */
    public void assertUndisturbed(ReadJob job, JobHandle running) throws IOException {
        assertEquals(local(job), result(running).fingerprint());
        Audit audit = Audit.of(new RunFiles(running.runDirectory()));
        assertTrue(audit.holds(), () -> audit.findings().toString());
    }

    /** A run directory that nobody has used. */
    public RunOptions fresh() {
        return RunOptions.defaults().in(folder.resolve("run-" + runs++));
    }

    /** Waits for a job's end, but not without end. */
    public static TrainingResult result(JobHandle job) {
        return result(job, PATIENCE);
    }

    public static TrainingResult result(JobHandle job, Duration patience) {
        return job.result()
                .toCompletableFuture()
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
