package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.conv2d;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.globalAvgPool;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.residual;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.Shape;
import dev.evenkeel.train.JobMemory.Here;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
    private static final long MIB = 1 << 20;
    private static final Samples MAPS = Samples.random(1, 300, new Shape(1, 20, 20), 4);

    private static JobSpec convolutional(int batchSize) {
        return Jobs.of(
                        conv2d(16, 3).padding(1),
                        batchNorm(),
                        relu(),
                        residual(conv2d(16, 3).padding(1), batchNorm()),
                        relu(),
                        globalAvgPool(),
                        dense(4))
                .batchSize(batchSize)
                .microBatch(16)
                .build();
    }

    /**
     * 20×20 maps of 16 channels: what two convolutions make, what is made of each in place, and one gradient more; the others
     * take the place of values that were read for the last time. The rest is small.
     */
    @Test
    void shouldCountWhatIsKeptAtATime() {
        ReplicaMemory memory =
                JobMemory.of(convolutional(64), MAPS, 1).replicas().get(0);
        long map = Float.BYTES * 16L * 20 * 20 * 64;
        assertEquals(5 * map, memory.values(), 0.1 * map);
        // Outside training, three maps at a time do.
        assertTrue(memory.evaluation() < 0.5 * 2 * memory.values(), memory::toString);
    }

    @Test
    void shouldDivideTheMiniBatchAmongWorkers() {
        JobMemory one = JobMemory.of(convolutional(256), MAPS, 1);
        JobMemory four = JobMemory.of(convolutional(256), MAPS, 4);
        assertEquals(one.replicas().get(0).values(), 4 * four.replicas().get(3).values());
        assertTrue(four.total() > one.total(), () -> one + " and " + four);
    }

    @Test
    void shouldLetPassWhatFits() {
        JobSpec job = convolutional(64);
        long needed = JobMemory.of(job, MAPS, 2).total();
        assertDoesNotThrow(() -> JobMemory.check(job, MAPS, Here.all(2), needed));
        assertThrows(InvalidJobException.class, () -> JobMemory.check(job, MAPS, Here.all(2), needed - 1));
    }

    @Test
    void shouldSayWhatWouldFit() {
        JobSpec job = convolutional(256);
        long heap = 80 * MIB;
        String sentence = sentence(job, 3, heap);
        assertTrue(
                sentence.matches("training needs about \\d+ MiB of heap with 3 workers, \\d+ MiB of it for what layers"
                        + " make of 256 samples at a time, and this JVM has 80 MiB: take a batch-size of at most \\d+, or"
                        + " more heap by EVENKEEL_JAVA_OPTS=-Xmx\\d+m"),
                sentence);
        int batch = Integer.parseInt(part(sentence, "at most (\\d+),"));
        assertDoesNotThrow(() -> JobMemory.check(convolutional(batch), MAPS, Here.all(3), heap));
        assertThrows(
                InvalidJobException.class, () -> JobMemory.check(convolutional(2 * batch), MAPS, Here.all(3), heap));
        long more = Long.parseLong(part(sentence, "-Xmx(\\d+)m")) * MIB;
        assertDoesNotThrow(() -> JobMemory.check(job, MAPS, Here.all(3), more));
    }

    @Test
    void shouldCountTheWorkersThatAreHere() {
        JobSpec job = convolutional(256);
        long heap = 74 * MIB;
        Here here = new Here(1, 3, 4);
        String sentence = assertThrows(InvalidJobException.class, () -> JobMemory.check(job, MAPS, here, heap))
                .getMessage();
        assertTrue(
                sentence.matches(
                        "training needs about \\d+ MiB of heap with 2 of the job's 4 workers, \\d+ MiB of it for what"
                                + " layers make of 128 of 256 samples at a time, and this JVM has 74 MiB: take a batch-size of at most"
                                + " \\d+, or at most 1 worker here, by --slots, or more heap by EVENKEEL_JAVA_OPTS=-Xmx\\d+m"),
                sentence);
        int batch = Integer.parseInt(part(sentence, "at most (\\d+),"));
        assertDoesNotThrow(() -> JobMemory.check(convolutional(batch), MAPS, here, heap));
        assertDoesNotThrow(() -> JobMemory.check(job, MAPS, new Here(1, 2, 4), heap));
        long more = Long.parseLong(part(sentence, "-Xmx(\\d+)m")) * MIB;
        assertDoesNotThrow(() -> JobMemory.check(job, MAPS, here, more));
        assertThrows(InvalidJobException.class, () -> JobMemory.check(job, MAPS, Here.all(4), more));
    }

    /** Where parameters are the most of it, fewer workers help and smaller batches do not. */
    @Test
    void shouldAdviseFewerWorkers() {
        Samples data = Samples.random(1, 40, 1000, 4);
        JobSpec job = Jobs.of(dense(2000), relu(), dense(4))
                .batchSize(32)
                .microBatch(4)
                .build();
        long heap = 180 * MIB;
        String sentence = sentence(job, 8, heap);
        int workers = Integer.parseInt(part(sentence, "at most (\\d+) worker"));
        assertTrue(workers > 0 && workers < 8, sentence);
        assertDoesNotThrow(() -> JobMemory.check(job, data, Here.all(workers), heap));
        assertThrows(InvalidJobException.class, () -> JobMemory.check(job, data, Here.all(workers + 1), heap));
    }

    @Test
    void shouldRefuseMoreNumbersThanAnArrayHolds() {
        Samples large = Samples.random(1, 1, new Shape(1, 300, 300), 4);
        JobSpec job =
                Jobs.of(conv2d(100, 1), dense(4)).batchSize(1000).microBatch(16).build();
        String sentence = assertThrows(
                        InvalidJobException.class, () -> JobMemory.check(job, large, Here.all(1), Long.MAX_VALUE))
                .getMessage();
        assertTrue(
                sentence.startsWith(
                        "batch-size 1000 gives a worker 1008 samples at once, padding included, and a layer with"
                                + " 9000000 numbers for each: more than 2147483639 numbers"),
                sentence);
    }

    private static String sentence(JobSpec job, int workers, long heap) {
        Samples data = job.layers().size() > 3 ? MAPS : Samples.random(1, 40, 1000, 4);
        return assertThrows(InvalidJobException.class, () -> JobMemory.check(job, data, Here.all(workers), heap))
                .getMessage();
    }

    private static String part(String sentence, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(sentence);
        assertTrue(matcher.find(), sentence);
        return matcher.group(1);
    }
}
