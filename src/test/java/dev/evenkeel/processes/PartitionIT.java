package dev.evenkeel.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.LedgerReader;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, one of which is cut off from the others in the midst of a job, and comes back. The majority ends the job as if nothing
 * had been; the other one publishes nothing and ends with a sentence. {@code src/test/network/namespaces.sh} does the same
 * over networks of the kernel's, for which one has to be root.
 */
@TestMethodOrder(OrderAnnotation.class)
class PartitionIT {
    private static final int NODES = 3;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    @TempDir
    static Path folder;

    private static Jobs jobs;
    private static Cables cables;

    @BeforeAll
    static void start() throws Exception {
        jobs = new Jobs(folder);
        cables = new Cables(NODES);
        nodes.add(List.of(cables.launch(0, 1), cables.launch(1, 1), cables.launch(2, 1)));
    }

    @AfterAll
    static void end() {
        cables.close();
    }

    /** It may train all by itself meanwhile. */
    @Test
    @Order(1)
    void shouldLetACoordinatorThatIsCutOffPublishNothing() throws Exception {
        int cut = 0;
        ReadJob job = jobs.read(Jobs.STEADY);
        try (Evenkeel cluster = connect(1, 2)) {
            JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh().workers(1, NODES));

            cables.pull(cut);

            assertGoesOnWithout(cut, job, running);
            Map<Long, Long> states = states(running.runDirectory());
            states(nodes.run(cut, running.id()))
                    .forEach((step, state) -> assertEquals(states.get(step), state, () -> "after step " + step));
        }
        assertComesBack(cut);
    }

    /** The node that was cut off before is the youngest now, and the second one coordinates. */
    @Test
    @Order(2)
    void shouldGoOnWithoutAWorkerThatIsCutOff() throws Exception {
        int cut = 2;
        ReadJob job = jobs.read(Jobs.STEADY);
        nodes.awaitFree();
        try (Evenkeel cluster = connect(0, 1)) {
            JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh().workers(1, NODES));

            cables.pull(cut);

            assertGoesOnWithout(cut, job, running);
        }
        assertComesBack(cut);
    }

    private static Evenkeel connect(int one, int other) {
        return Evenkeel.connect(nodes.url(one) + "," + nodes.url(other));
    }

    private static void assertGoesOnWithout(int cut, ReadJob job, JobHandle running) throws Exception {
        jobs.assertUndisturbed(job, running);
        Tally tally = Tally.of(new RunFiles(running.runDirectory()).ledger());
        assertTrue(tally.aborted() >= 1, "no step was in flight");
        assertEquals(NODES, tally.samples().size(), tally::toString);

        assertEquals(1, nodes.awaitEnd(cut));
        String said = nodes.errors(cut);
        assertTrue(said.contains("evenkeel: node " + nodes.address(cut) + " was removed from the cluster"), said);
        assertFalse(Files.exists(new RunFiles(nodes.run(cut, running.id())).model()), said);
    }

    private static void assertComesBack(int cut) throws Exception {
        cables.plug(cut);
        nodes.restart(cut);
        nodes.awaitReady(cut);
        nodes.awaitUp();
        ReadJob job = jobs.read(Jobs.DIGITS);
        try (Evenkeel cluster = nodes.connect()) {
            assertEquals(jobs.local(job), jobs.train(cluster, job, NODES).fingerprint());
        }
    }

    /** Digests of the training state by step, as far as a run's books go. */
    private static Map<Long, Long> states(Path run) {
        Map<Long, Long> states = new TreeMap<>();
        try (LedgerReader reader = new LedgerReader(new RunFiles(run).ledger())) {
            for (Optional<LedgerReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                if (entry.get().line() instanceof LedgerLine.Step step) {
                    states.put(step.step(), step.state());
                }
            }
        }
        return states;
    }
}
