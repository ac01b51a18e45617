package dev.evenkeel.cli;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.job.JobDigest;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.reduce.ReductionTree;
import dev.evenkeel.reduce.Shards;
import dev.evenkeel.reduce.Subtree;
import dev.evenkeel.train.JobMemory;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.ReplicaMemory;
import dev.evenkeel.train.StepLayout;
import dev.evenkeel.train.StepTraffic;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@code explain}: a job on its data, among so many workers. */
final class Explanation {
    /** A tree of more leaves is told by its rule alone. */
    private static final int DRAWN_LEAVES = 32;

    private final JobSpec job;
    private final Dataset data;
    private final int workers;
    private final Network network;
    private final StepLayout layout;
    private final List<String> lines = new ArrayList<>();

    Explanation(JobSpec job, Dataset data, int workers) {
        this.job = job;
        this.data = data;
        this.workers = workers;
        this.network = Replica.network(job, data);
        this.layout =
                StepLayout.of(job.batchSize(), job.microBatch(), job.batchNorm().scope(), workers);
    }

    List<String> lines() {
        lines.clear();
        identity();
        layers();
        steps();
        shards();
        memory();
        traffic();
        add("", "");
        JobJson.write(job).lines().forEach(lines::add);
        return List.copyOf(lines);
    }

    private void identity() {
        add("job", job.name() + "  sha256:" + JobDigest.of(job, data.digest(), Arithmetic.VERSION));
        add("data", "sha256:" + data.digest());
        String classes = data.classes() == 0 ? "a number to predict" : data.classes() + " classes";
        add(
                "",
                format(
                        "%,d training and %,d test samples, %s",
                        data.train().size(), data.test().size(), classes));
    }

    private void layers() {
        add("layers", "input " + network.input());
        for (int i = 0; i < network.layers().size(); i++) {
            Layer layer = network.layers().get(i);
            int parameters =
                    layer.parameters().stream().mapToInt(Parameter::size).sum();
            String own = parameters == 0 ? "" : format("  %,d parameters", parameters);
            add("", network.describe(i) + " → " + layer.output() + own);
        }
        add(
                "parameters",
                format("%,d in ", network.size()) + counted(network.parameters().size(), "tensor"));
    }

    private void steps() {
        Timeline timeline = new Timeline(data.train().size(), job.batchSize(), job.epochs());
        int last = timeline.batch(timeline.stepsPerEpoch()).size();
        add("steps", format("%,d in %,d epochs of %,d", timeline.steps(), job.epochs(), timeline.stepsPerEpoch()));
        job.optimizer()
                .baseBatchSize()
                .ifPresent(base -> add(
                        "rate",
                        NumberOutput.toString(job.optimizer().rate(job.batchSize()), true) + " for mini-batches of "
                                + job.batchSize() + ", "
                                + NumberOutput.toString(job.optimizer().learningRate(), true) + " for " + base));
        add("mini-batch", cut(job.batchSize()));
        if (last != job.batchSize()) {
            add("", "the last of an epoch: " + cut(last));
        }
    }

    private String cut(int samples) {
        int[] sizes = MicroBatches.split(samples, job.microBatch());
        return counted(samples, "sample") + " in " + counted(sizes.length, "micro-batch") + " of " + sizes(sizes);
    }

    private static String sizes(int[] sizes) {
        int largest = sizes[0];
        int smallest = sizes[sizes.length - 1];
        long large = Arrays.stream(sizes).filter(size -> size == largest).count();
        return largest == smallest ? String.valueOf(largest) : largest + " (" + large + ") and " + smallest;
    }

    private void shards() {
        int leaves = MicroBatches.split(job.batchSize(), job.microBatch()).length;
        add("tree", leaves <= DRAWN_LEAVES ? tree(new Subtree(0, leaves)) : leaves + " leaves, split at powers of two");
        if (layout.groups().groups().size() > 1) {
            add(
                    "statistics",
                    layout.groups().groups().size() + " groups: "
                            + layout.groups().groups().stream()
                                    .map(Explanation::range)
                                    .collect(Collectors.joining(", ")));
        }
        Shards shards = layout.shards();
        for (int worker = 0; worker < workers; worker++) {
            int from = shards.from(worker);
            int to = shards.to(worker);
            int samples = layout.samplesBefore(to) - layout.samplesBefore(from);
            String what = from == to
                    ? "nothing: there are no more micro-batches"
                    : (to - from == 1 ? "micro-batch " : "micro-batches ") + range(new Subtree(from, to)) + ", "
                            + counted(samples, "sample") + ", "
                            + counted(layout.sums().nodes().get(worker).size(), "tree node");
            add(worker == 0 ? "shards" : "", "worker " + worker + ": " + what);
        }
    }

    private static String tree(Subtree node) {
        if (node.leaves() == 1) {
            return String.valueOf(node.from());
        }
        int middle = node.from() + ReductionTree.split(node.leaves());
        return "(" + tree(new Subtree(node.from(), middle)) + " " + tree(new Subtree(middle, node.to())) + ")";
    }

    private static String range(Subtree leaves) {
        return leaves.leaves() == 1 ? String.valueOf(leaves.from()) : leaves.from() + "–" + (leaves.to() - 1);
    }

    private void memory() {
        JobMemory memory = JobMemory.of(job, data, workers);
        ReplicaMemory most = Collections.max(memory.replicas(), Comparator.comparing(ReplicaMemory::total));
        int worker = memory.replicas().indexOf(most);
        add(
                "memory",
                "of worker " + worker + ", about " + bytes(most.total()) + ": state " + bytes(most.state())
                        + ", gradients " + bytes(most.gradients()) + ", packed weights " + bytes(most.weights()));
        add(
                "",
                format("values and their gradients %s, %,d numbers for each of ", bytes(most.values()), numbers())
                        + counted(layout.lanes(worker).total(), "lane") + "; evaluation " + bytes(most.evaluation()));
        add(
                "",
                "of the job in one JVM, about " + bytes(memory.total()) + ", data included; the heap here has "
                        + bytes(Runtime.getRuntime().maxMemory()));
    }

    private long numbers() {
        return network.passBuffers(true).stream().mapToLong(Integer::longValue).sum();
    }

    private void traffic() {
        TrainingState state = TrainingState.initial(network, Optimizer.of(job.optimizer()), job.seed());
        Replica replica = new Replica(job, data, KernelSets.plain(), state);
        StepTraffic traffic = StepTraffic.of(replica, job.batchSize(), workers);
        add("a step sends", volume(traffic.total()) + " between the workers:");
        add("", "statistics " + volume(traffic.statistics()));
        add("", "losses " + volume(traffic.losses()));
        add("", "gradients " + volume(traffic.gradients()));
        if (job.health().enabled()) {
            add("", "and where gradient health is watched, activations " + volume(traffic.health()));
        }
    }

    private static String counted(int number, String thing) {
        String plural = thing.endsWith("ch") ? "es" : "s";
        return format("%,d %s%s", number, thing, number == 1 ? "" : plural);
    }

    private static String volume(StepTraffic.Volume volume) {
        return format("%,d messages, %s", volume.messages(), bytes(volume.bytes()));
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000) {
            return format("%,d bytes", bytes);
        }
        return bytes < 10_000_000 ? format("%,.1f kB", bytes / 1e3) : format("%,.1f MB", bytes / 1e6);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void add(String what, String text) {
        lines.add(format("%-14s%s", what, text).stripTrailing());
    }
}
