package dev.evenkeel.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.job.ReadJob;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator whose connections to the workers' nodes break again and again, with whatever is on its way, and are made anew at
 * once: nobody is lost, and messages are. It has no worker on its own node, so that none of them is missed by other workers.
 */
class BrokenConnectionsIT {
    /** Milliseconds: for so long what is sent piles up before it is lost; and until the next break. */
    private static final long ON_THE_WAY = 100;

    private static final long BETWEEN = 1500;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    @TempDir
    static Path folder;

    private static Jobs jobs;
    private static Cables cables;

    @BeforeAll
    static void start() throws Exception {
        jobs = new Jobs(folder);
        cables = new Cables(3);
        nodes.add(List.of(cables.launch(0, 0), cables.launch(1, 1), cables.launch(2, 1)));
    }

    @AfterAll
    static void end() {
        cables.close();
    }

    @Test
    void shouldMissNoMessageForGood() throws Exception {
        ReadJob job = jobs.read(Jobs.DEEP, "epochs=80");
        try (Evenkeel cluster = nodes.connect()) {
            JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh().workers(2, 2));
            while (!nodes.errors(0).contains("was lost: another coordinator asks everybody where the job is")) {
                assertFalse(running.result().toCompletableFuture().isDone(), "the job ended, and no message was lost");
                cables.pull(0);
                TimeUnit.MILLISECONDS.sleep(ON_THE_WAY);
                cables.snap(0);
                cables.plug(0);
                TimeUnit.MILLISECONDS.sleep(BETWEEN);
            }
            jobs.assertUndisturbed(job, running);
        }
        assertTrue(IntStream.range(0, 3).allMatch(nodes::lives), nodes::said);
        ReadJob next = jobs.read(Jobs.DIGITS);
        nodes.awaitFree();
        try (Evenkeel cluster = nodes.connect()) {
            assertEquals(jobs.local(next), jobs.train(cluster, next, 2).fingerprint());
        }
    }
}
