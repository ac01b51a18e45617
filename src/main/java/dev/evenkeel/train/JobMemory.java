package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a job takes of one JVM's heap, and whether it fits: worked out before anything is allocated, since nothing good comes of an
 * OutOfMemoryError in the middle of a step. An estimate, within a few percent where layers' values are the most of it.
 *
 * @param data bytes of the data set
 * @param replicas the workers in this JVM, by rank
 */
public record JobMemory(long data, List<ReplicaMemory> replicas) {
    /** The program itself: classes, messages on their way, a step's small change. */
    private static final long PROGRAM = 48L << 20;

    /** Copies of a state beside the replicas': where they start from, and one on its way to a file. */
    private static final int STATE_COPIES = 2;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final long MIB = 1 << 20;

    public JobMemory {
        replicas = List.copyOf(replicas);
    }

    /**
     * Those of a job's workers that are in one JVM.
     *
     * @param from the first one's rank
     * @param to behind the last one's
     * @param all workers of the job
     */
    public record Here(int from, int to, int all) {
        public static Here all(int workers) {
            return new Here(0, workers, workers);
        }

        private int count() {
            return to - from;
        }

        @Override
        public String toString() {
            return (count() == all ? "" + all : count() + " of the job's " + all) + (all == 1 ? " worker" : " workers");
        }
    }

    /** Of a job with that many workers, all in this JVM. */
    public static JobMemory of(JobSpec job, Dataset data, int workers) {
        return of(job, data, Replica.network(job, data), job.batchSize(), Here.all(workers));
    }

    private static JobMemory of(JobSpec job, Dataset data, Network network, int batchSize, Here here) {
        StepLayout layout = layout(job, batchSize, here);
        List<ReplicaMemory> replicas = IntStream.range(here.from(), here.to())
                .mapToObj(rank -> ReplicaMemory.of(job, data, network, layout, rank))
                .toList();
        return new JobMemory(data.train().bytes() + data.test().bytes(), replicas);
    }

    private static StepLayout layout(JobSpec job, int batchSize, Here here) {
        return StepLayout.of(batchSize, job.microBatch(), job.batchNorm().scope(), here.all());
    }

    public long total() {
        long states = replicas.isEmpty() ? 0 : STATE_COPIES * replicas.get(0).state();
        return PROGRAM
                + data
                + states
                + replicas.stream().mapToLong(ReplicaMemory::total).sum();
    }

    /**
     * Refuses a job that does not fit into this JVM's heap with its workers here.
     *
     * @throws InvalidJobException a sentence that says what would fit
     */
    public static void check(JobSpec job, Dataset data, Here here) {
        check(job, data, here, Runtime.getRuntime().maxMemory());
    }

    static void check(JobSpec job, Dataset data, Here here, long heap) {
        Network network = Replica.network(job, data);
        int largest = Collections.max(network.passBuffers(true));
        StepLayout layout = layout(job, job.batchSize(), here);
        int lanes = IntStream.range(here.from(), here.to())
                .map(rank -> layout.lanes(rank).total())
                .max()
                .orElse(0);
        if ((long) largest * lanes > LONGEST_ARRAY) {
            throw new InvalidJobException("batch-size " + job.batchSize() + " gives a worker " + lanes
                    + " samples at once, padding included, and a layer with " + largest
                    + " numbers for each: more than "
                    + LONGEST_ARRAY
                    + " numbers of a layer are not supported, so take a smaller batch-size or more workers");
        }
        JobMemory memory = of(job, data, network, job.batchSize(), here);
        if (memory.total() > heap) {
            long values =
                    memory.replicas().stream().mapToLong(ReplicaMemory::values).sum();
            throw new InvalidJobException(format("training needs about %s of heap with ", mib(memory.total())) + here
                    + ", " + format("%s of it for what layers make of ", mib(values)) + samples(layout, here, job)
                    + " at a time, and this JVM has " + mib(heap) + ": take "
                    + remedies(job, data, network, here, heap, memory.total()));
        }
    }

    private static String samples(StepLayout layout, Here here, JobSpec job) {
        int before = layout.samplesBefore(layout.shards().from(here.from()));
        int samples = layout.samplesBefore(layout.shards().to(here.to() - 1)) - before;
        return (samples == job.batchSize() ? "" : samples + " of ") + job.batchSize() + " samples";
    }

    private static String remedies(JobSpec job, Dataset data, Network network, Here here, long heap, long needed) {
        List<String> remedies = new ArrayList<>();
        int batch = largest(
                job.batchSize(), size -> of(job, data, network, size, here).total() <= heap);
        if (batch > 1) {
            remedies.add("a batch-size of at most " + batch);
        }
        boolean whole = here.count() == here.all();
        int fewer = largest(here.count(), count -> {
            Here less = whole ? Here.all(count) : new Here(here.from(), here.from() + count, here.all());
            return of(job, data, network, job.batchSize(), less).total() <= heap;
        });
        if (fewer > 0) {
            remedies.add(
                    "at most " + fewer + (fewer == 1 ? " worker" : " workers") + (whole ? "" : " here, by --slots"));
        }
        remedies.add("more heap by EVENKEEL_JAVA_OPTS=-Xmx" + (needed + MIB - 1) / MIB + "m");
        return String.join(", or ", remedies);
    }

    /** The largest number below {@code bound} that fits, 0 if none does; what fits does so with less. */
    private static int largest(int bound, IntPredicate fits) {
        int low = 0;
        int high = bound;
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (fits.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static String mib(long bytes) {
        return format("%,d MiB", (bytes + MIB - 1) / MIB);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
