package dev.evenkeel.train;

import dev.evenkeel.health.Figures;
import dev.evenkeel.health.Judge;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.optim.Schedule;
import dev.evenkeel.reduce.Blocks;
import dev.evenkeel.reduce.Fold;
import dev.evenkeel.reduce.Partition;
import dev.evenkeel.reduce.Subtree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One member's part in one step, from the samples to the committed state: a straight line that waits for the other members at
 * batch-norm layers and at the end. Compute thread only.
 *
 * <p>The state is read only, until every reduced input of the step is there and finite; then it moves as one. An exception
 * before that leaves it as it was.
 *
 * <p>Buffers that were sent by reference are written again only in the next step, and there only after this member has waited
 * for something that each reader sends when it is done: gradient nodes are read by owners of ranges, who send reduced ranges
 * afterwards; a reduced range is read by an update, before which nobody sends gradients of the next step.
 */
public final class StepRunner {
    private final Replica replica;
    private final Exchange exchange;
    private final StepObserver observer;
    private final Network network;
    private final Pass pass;
    private final ParameterUpdate update;
    /** Digest of the state, as the step before left it. */
    private OptionalLong left = OptionalLong.empty();

    public StepRunner(Replica replica, Exchange exchange, StepObserver observer) {
        this.replica = replica;
        this.exchange = exchange;
        this.observer = observer;
        this.network = replica.network();
        this.pass = replica.pass();
        this.update = new ParameterUpdate(replica);
    }

    /**
     * Runs the step after the state's.
     *
     * @throws TrainingException if a loss, statistic, gradient or update is not finite, and the job does not skip such steps; the
     *     state is that of the step before
     * @throws AttemptAbortedException if the exchange called it off; likewise
     */
    public StepResult run() {
        Timeline.Batch batch =
                replica.timeline().batch(replica.state().counters().step() + 1);
        StepLayout layout = replica.layout(batch.size(), exchange.portions());
        float[][] nodes =
                replica.gradientNodes(layout.sums().nodes().get(exchange.rank()).size());
        GradientSync gradients = new GradientSync(replica, layout, exchange, nodes);
        StatisticsSync statistics = new StatisticsSync(replica, layout, exchange, gradients::foldOne);
        HealthWatch health = new HealthWatch(replica, layout, exchange, batch.step());
        at(ProtocolPoint.BEGIN, batch, -1);
        // The first step of a runner may come long after the last one before it: what was memory then may not be now.
        exchange.state(left.orElseGet(this::digest));
        begin(batch, layout, nodes);
        try {
            forward(batch, statistics, health);
            loss(batch, layout);
            health.send();
            backward(batch, statistics, gradients);
            at(ProtocolPoint.REDUCE, batch, -1);
            List<GradientSync.Piece> pieces = gradients.finish();
            Losses losses = awaitLosses(layout);
            health.receive();
            return commit(batch, statistics, pieces, losses, health);
        } catch (NotFinite found) {
            return skip(batch, health.judge(found));
        }
    }

    /** The mini-batch's sums: what all members' loss parts come to. */
    private record Losses(double loss, long correct, boolean pause) {}

    private void begin(Timeline.Batch batch, StepLayout layout, float[][] nodes) {
        int rank = exchange.rank();
        Lanes lanes = layout.lanes(rank);
        pass.begin(lanes, layout.subtreeBounds(rank), nodes);
        int[] order = replica.order(batch.epoch());
        int first = batch.from() + layout.samplesBefore(layout.shards().from(rank));
        int features = network.input().features();
        int at = first;
        for (int j = 0; j < lanes.microBatches(); j++) {
            replica.augmentation()
                    .gather(
                            batch.epoch(),
                            order,
                            at,
                            lanes.samples(j),
                            pass.input(),
                            features * lanes.start(j),
                            lanes.width(j));
            at += lanes.samples(j);
        }
        replica.targets().read(replica.data().train(), order, first, at - first);
        replica.randomness().shard(batch.epoch(), order, first);
    }

    private void forward(Timeline.Batch batch, StatisticsSync statistics, HealthWatch health) {
        for (int i = 0; i < network.layers().size(); i++) {
            at(ProtocolPoint.FORWARD, batch, i);
            if (network.layers().get(i) instanceof BatchNorm norm && norm.synchronizes(pass)) {
                statistics.forward(norm, pass.value(network.source(i)));
            }
            health.before(i, pass.value(network.source(i)));
            pass.forward(i);
            health.after(i, pass.value(i + 1));
        }
    }

    private void loss(Timeline.Batch batch, StepLayout layout) {
        at(ProtocolPoint.LOSS, batch, -1);
        Lanes lanes = pass.lanes();
        double[] sums = new double[2 * lanes.microBatches()];
        float[] gradient = pass.outputGradient();
        float scale = (float) (1.0 / batch.size());
        int notFinite = Part.Losses.ALL_FINITE;
        int first = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            replica.targets().loss(pass, j, first, scale, gradient, sums, 2 * j);
            first += lanes.samples(j);
            if (!Double.isFinite(sums[2 * j])) {
                notFinite = Math.min(notFinite, firstNotFinite(j));
            }
        }
        int from = layout.shards().from(exchange.rank());
        exchange.toAll(
                Phase.LOSS,
                0,
                new Part.Losses(
                        foldPairs(layout.sums(), exchange.rank(), from, sums), exchange.pauseWished(), notFinite));
    }

    /** Folds a member's (loss, correct) leaves into its nodes. */
    static double[] foldPairs(Partition partition, int member, int firstLeaf, double[] leaves) {
        List<Subtree> nodes = partition.nodes().get(member);
        double[] folded = new double[2 * nodes.size()];
        for (int k = 0; k < nodes.size(); k++) {
            int slot = nodes.get(k).from() - firstLeaf;
            addPairs(partition.leaves().get(member).get(k), slot, leaves);
            folded[2 * k] = leaves[2 * slot];
            folded[2 * k + 1] = leaves[2 * slot + 1];
        }
        return folded;
    }

    static void addPairs(Fold fold, int firstSlot, double[] values) {
        for (Fold.Pair pair : fold.pairs()) {
            int left = 2 * (firstSlot + pair.left());
            int right = 2 * (firstSlot + pair.right());
            values[left] = values[left] + values[right];
            values[left + 1] = values[left + 1] + values[right + 1];
        }
    }

    /**
     * The lowest layer whose output is not finite in a micro-batch, among those whose output is still there: of that micro-batch
     * alone, so that it doesn't depend on the shard.
     */
    private int firstNotFinite(int microBatch) {
        Lanes lanes = pass.lanes();
        for (int i = 0; i < network.layers().size(); i++) {
            if (!pass.kept(i + 1)) {
                continue;
            }
            float[] values = pass.value(i + 1);
            int features = network.layers().get(i).output().features();
            int from = features * lanes.start(microBatch);
            for (int e = from; e < from + features * lanes.width(microBatch); e++) {
                if (!Float.isFinite(values[e])) {
                    return i;
                }
            }
        }
        return network.layers().size() - 1;
    }

    private void backward(Timeline.Batch batch, StatisticsSync statistics, GradientSync gradients) {
        for (int i = network.layers().size() - 1; i >= 0; i--) {
            if (!network.differentiable(i + 1)) {
                continue;
            }
            at(ProtocolPoint.BACKWARD, batch, i);
            Layer layer = network.layers().get(i);
            if (layer instanceof BatchNorm norm && norm.synchronizes(pass)) {
                statistics.backward(norm, pass.value(network.source(i)), pass.gradient(i + 1));
            }
            pass.backward(i);
            layer.parameters().stream()
                    .filter(p -> !p.role().fromStatistics())
                    .findFirst()
                    .ifPresent(p -> gradients.filled(network.parameters().indexOf(p)));
            gradients.foldOne();
        }
    }

    private Losses awaitLosses(StepLayout layout) {
        Part.Payload[] parts = exchange.await(Phase.LOSS, 0, () -> false);
        double[] sums = new double[2 * layout.sums().slots()];
        boolean pause = false;
        int notFinite = Part.Losses.ALL_FINITE;
        int at = 0;
        for (Part.Payload part : parts) {
            Part.Losses losses = (Part.Losses) part;
            System.arraycopy(losses.sums(), 0, sums, at, losses.sums().length);
            at += losses.sums().length;
            pause |= losses.pause();
            notFinite = Math.min(notFinite, losses.notFinite());
        }
        if (notFinite != Part.Losses.ALL_FINITE) {
            throw new NotFinite(
                    notFinite,
                    "the loss is not finite, and " + network.describe(notFinite) + " is the first whose output is not");
        }
        addPairs(layout.sums().folds().get(0), 0, sums);
        return new Losses(sums[0], (long) sums[1], pause);
    }

    private StepResult commit(
            Timeline.Batch batch,
            StatisticsSync statistics,
            List<GradientSync.Piece> pieces,
            Losses losses,
            HealthWatch health) {
        double[] tensorSums = tensorSums();
        TrainingState state = replica.state();
        double rate = rate(batch);
        double norm = Math.sqrt(Blocks.treeSum(tensorSums, 0, tensorSums.length));
        float scale = clipScale(norm);
        if (!update.prepare(tensorSums, rate, scale)) {
            throw new NotFinite(NotFinite.NO_LAYER, "the update would leave the range of floats");
        }
        at(ProtocolPoint.COMMIT, batch, -1);
        // From here on nothing waits and nothing fails: an update, once begun, finishes.
        update.apply(pieces, health);
        double loss = losses.loss() / batch.size();
        Optional<Figures> figures = health.figures(tensorSums);
        Judge.Outcome outcome = health.judge(loss, rate, figures);
        state.memory(outcome.memory());
        TrainingState.Counters before = state.counters();
        statistics.commit(before.batchesTracked() + 1);
        state.counters(
                counters(batch, before, before.batchesTracked() + 1, losses.loss(), losses.correct(), batch.size()));
        pass.parametersChanged();
        at(ProtocolPoint.COMMITTED, batch, -1);
        return new StepResult(
                batch,
                false,
                loss,
                rate,
                layerNorms(tensorSums),
                figures,
                outcome.verdicts(),
                digestLeft(),
                state.counters(),
                losses.pause());
    }

    /** Commits a step that changes neither parameters nor statistics. Its samples are in no sum of the epoch. */
    private StepResult skip(Timeline.Batch batch, Judge.Outcome outcome) {
        TrainingState state = replica.state();
        TrainingState.Counters before = state.counters();
        TrainingState.Counters after = counters(batch, before, before.batchesTracked(), 0.0, 0, 0);
        if (after.samples() == 0 && batch.step() == replica.timeline().lastStep(batch.epoch())) {
            throw new TrainingException("epoch " + batch.epoch() + ": every step was skipped, since something was not"
                    + " finite in each; a smaller learning rate usually helps");
        }
        at(ProtocolPoint.COMMIT, batch, -1);
        state.memory(outcome.memory());
        state.counters(after);
        at(ProtocolPoint.COMMITTED, batch, -1);
        return new StepResult(
                batch,
                true,
                0.0,
                rate(batch),
                List.of(),
                Optional.empty(),
                outcome.verdicts(),
                digestLeft(),
                after,
                false);
    }

    private long digest() {
        return replica.state().digest(replica.kernels().parameter());
    }

    /** One digest closes a step and opens the next, between which nothing happens. */
    private long digestLeft() {
        left = OptionalLong.of(digest());
        return left.getAsLong();
    }

    private static TrainingState.Counters counters(
            Timeline.Batch batch,
            TrainingState.Counters before,
            long batchesTracked,
            double loss,
            long correct,
            long samples) {
        boolean newEpoch = batch.from() == 0;
        return new TrainingState.Counters(
                batch.step(),
                batchesTracked,
                (newEpoch ? 0.0 : before.lossSum()) + loss,
                (newEpoch ? 0 : before.correct()) + correct,
                (newEpoch ? 0 : before.samples()) + samples);
    }

    private double rate(Timeline.Batch batch) {
        double scheduled = Schedule.rate(
                replica.job().schedule(),
                replica.job().optimizer().rate(replica.job().batchSize()),
                batch.step() - 1,
                replica.timeline().stepsPerEpoch(),
                replica.timeline().epochs());
        return scheduled * replica.state().memory().rateMultiplier();
    }

    /** Sum of squares of every tensor's gradient. Those of γ and β, which every member has whole, are summed here. */
    private double[] tensorSums() {
        Blocks blocks = replica.blocks();
        List<Parameter> parameters = network.parameters();
        double[] sums = new double[parameters.size()];
        for (int t = parameters.size() - 1; t >= 0; t--) {
            if (parameters.get(t).role().fromStatistics()) {
                for (int b = blocks.tensors()[t]; b < blocks.tensors()[t + 1]; b++) {
                    replica.blockSums()[b] = replica.kernels()
                            .parameter()
                            .sumOfSquares(replica.reduced(), blocks.edges()[b], blocks.edges()[b + 1]);
                }
            }
            sums[t] = blocks.tensorSum(replica.blockSums(), t);
            if (!Double.isFinite(sums[t])) {
                int layer = parameters.get(t).layer();
                throw new NotFinite(layer, "the gradient of " + network.describe(layer) + " is not finite");
            }
        }
        return sums;
    }

    /** What the gradient is multiplied by, so that its global norm is at most the job's. */
    private float clipScale(double norm) {
        double limit = replica.job().clipNorm().orElse(Double.POSITIVE_INFINITY);
        return norm > limit ? (float) (limit / norm) : 1f;
    }

    private List<Double> layerNorms(double[] tensorSums) {
        List<Double> norms = new ArrayList<>();
        List<Parameter> parameters = network.parameters();
        for (int t = 0; t < tensorSums.length; t++) {
            if (parameters.get(t).role() == Parameter.Role.WEIGHT) {
                norms.add(Math.sqrt(tensorSums[t]));
            }
        }
        return norms;
    }

    private void at(ProtocolPoint point, Timeline.Batch batch, int layer) {
        observer.reached(point, batch.step(), exchange.rank(), layer);
    }
}
