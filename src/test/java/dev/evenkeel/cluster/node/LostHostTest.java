package dev.evenkeel.cluster.node;

import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are placed on a node which has just died, as nobody has noticed yet. */
class LostHostTest {
    private static final JobSpec JOB = JobSpec.builder("unopened")
            .data(Data.digits())
            .layers(dense(8), relu(), dense(10))
            .batchSize(97)
            .microBatch(16)
            .epochs(1)
            .build();

    /** The failure detector says nothing of it. */
    private static final Config PATIENT =
            ConfigFactory.parseString("akka.cluster.failure-detector.acceptable-heartbeat-pause = 10m");

    @TempDir
    Path folder;

    @Test
    void shouldBeginWithoutItAndTakeItOutOfTheCluster() {
        try (LocalNodes nodes = new LocalNodes(folder)) {
            for (int node = 0; node < 3; node++) {
                nodes.add(2, PATIENT);
            }
            LocalNodes.Running[] jobs = new LocalNodes.Running[2];
            nodes.crash(1);

            jobs[0] = nodes.start("enough", JOB, 1, 1, 1);
            jobs[1] = nodes.start("few", JOB, 3, new int[] {1, 1, 1});

            JobOutcome.Succeeded enough = assertInstanceOf(JobOutcome.Succeeded.class, jobs[0].await());
            assertEquals(local(), enough.fingerprint());
            String sentence =
                    assertInstanceOf(JobOutcome.Failed.class, jobs[1].await()).sentence();
            assertTrue(
                    sentence.matches(
                            "the node on 127\\.0\\.0\\.1:\\d+ left or died before the job began; of the 3 workers"
                                    + " that the job asks for at least, 2 would be left: submit it again"),
                    sentence);

            nodes.awaitViews(2);
        }
    }

    private String local() {
        return LocalRuns.train(1, JOB, RunOptions.defaults().in(folder.resolve("local")))
                .fingerprint();
    }
}
