package dev.evenkeel.cluster.node;

import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.cluster.Halts;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job with two coordinators: the cluster missed the first one while it was only slow. */
class TakeOverTest {
    private static final JobSpec JOB = JobSpec.builder("led-twice")
            .data(Data.digits())
            .layers(dense(8), relu(), dense(10))
            .batchSize(97)
            .microBatch(16)
            .epochs(3)
            .build();

    private static final Duration ORPHANED = Duration.ofSeconds(1);

    private static final Config HASTY =
            ConfigFactory.parseString("evenkeel.node.coordinator-timeout = " + ORPHANED.toMillis() + "ms");

    @TempDir
    Path folder;

    @Test
    void shouldNotMissTheCoordinatorThatWasReplaced() {
        Halts halts = new Halts(5, 20);
        try (LocalNodes nodes = new LocalNodes(folder, halts)) {
            nodes.add(0, HASTY);
            nodes.add(1, HASTY);
            nodes.add(1, HASTY);
            nodes.start("job", JOB, 0, 1, 1);
            halts.await(5);
            LocalNodes.Running second = nodes.takeOver(1, "job", JOB);
            halts.goOn(5);
            // The second one leads.
            halts.await(20);

            nodes.crash(0);
            nodes.awaitViews(1, 2);
            // Parts that missed it would have ended by now.
            LockSupport.parkNanos(2 * ORPHANED.toNanos());
            halts.goOn(20);

            String local = LocalRuns.train(1, JOB, RunOptions.defaults().in(folder.resolve("local")))
                    .fingerprint();
            assertEquals(
                    local,
                    assertInstanceOf(JobOutcome.Succeeded.class, second.await()).fingerprint());
        }
    }
}
