package dev.evenkeel.train;

import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.math.ActivationKernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.Activation.Function;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.reduce.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the activations of one watched step look like: moments of their outputs, units that are active, inputs that are saturated,
 * by each member for its shard and then merged over all, in one message from everybody to everybody. Moments are folded in
 * the reduction tree; the rest is counts, which any order sums alike.
 */
final class ActivityWatch {
    private final Replica replica;
    private final StepLayout layout;
    private final Exchange exchange;
    private final HealthSpec.SaturatedActivation saturation;
    private final List<Watched> watched = new ArrayList<>();
    private final int[] slotOf;
    private final StatisticsFold fold;
    private final Part.Statistics leaves;
    private final long[] counts;
    private final int[] active;

    /**
     * An activation layer.
     *
     * @param firstUnit of its units, among those of all relu layers
     */
    private record Watched(int layer, Activation activation, int firstUnit) {
        boolean relu() {
            return activation.function() == Function.RELU;
        }

        int units() {
            return ActivityWatch.units(activation);
        }

        boolean saturates() {
            return activation.function() == Function.SIGMOID || activation.function() == Function.TANH;
        }
    }

    /** The layers that are watched. */
    static List<Activation> of(Network network) {
        return network.layers().stream()
                .filter(Activation.class::isInstance)
                .map(Activation.class::cast)
                .toList();
    }

    /** How many units of a layer are counted one by one: those that can die. */
    static int units(Activation activation) {
        return activation.function() == Function.RELU ? activation.input().channels() : 0;
    }

    ActivityWatch(Replica replica, StepLayout layout, Exchange exchange) {
        this.replica = replica;
        this.layout = layout;
        this.exchange = exchange;
        this.saturation = replica.job().health().saturatedActivation();
        List<Layer> layers = replica.network().layers();
        this.slotOf = new int[layers.size()];
        Arrays.fill(slotOf, -1);
        int units = 0;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Activation activation) {
                Watched layer = new Watched(i, activation, units);
                slotOf[i] = watched.size();
                watched.add(layer);
                units += layer.units();
            }
        }
        this.fold = new StatisticsFold(layout.sums(), watched.size(), Moments::merge);
        Lanes lanes = layout.lanes(exchange.rank());
        int size = lanes.microBatches() * watched.size();
        this.leaves = new Part.Statistics(new long[lanes.microBatches()], new double[size], new double[size]);
        for (int j = 0; j < lanes.microBatches(); j++) {
            leaves.counts()[j] = lanes.samples(j);
        }
        this.counts = new long[watched.size()];
        this.active = new int[units];
    }

    /** Looks at a layer's input, which the layer may overwrite. */
    void before(int layer, float[] x) {
        if (slotOf[layer] < 0 || !watched.get(slotOf[layer]).saturates()) {
            return;
        }
        Activation activation = watched.get(slotOf[layer]).activation();
        boolean tanh = activation.function() == Function.TANH;
        float low = (float) (tanh ? -saturation.tanh() : saturation.sigmoidBelow());
        float high = (float) (tanh ? saturation.tanh() : saturation.sigmoidAbove());
        ActivationKernels kernels = replica.kernels().activation();
        Pass pass = replica.pass();
        for (int j = 0; j < pass.lanes().microBatches(); j++) {
            counts[slotOf[layer]] += kernels.countBeyond(x, activation.input().features(), pass.lanes(), j, low, high);
        }
    }

    /** Looks at a layer's output, which later layers may overwrite. */
    void after(int layer, float[] y) {
        int slot = slotOf[layer];
        if (slot < 0) {
            return;
        }
        Watched of = watched.get(slot);
        Pass pass = replica.pass();
        Lanes lanes = pass.lanes();
        int features = of.activation().input().features();
        for (int j = 0; j < lanes.microBatches(); j++) {
            int at = j * watched.size() + slot;
            // All of a layer as one channel.
            replica.kernels()
                    .batchNorm()
                    .moments(y, 1, features, lanes, j, leaves.first(), leaves.second(), at, pass.workspace());
            // By sample, since the fold weights all layers by samples.
            leaves.second()[at] = leaves.second()[at] / features;
            if (of.relu()) {
                counts[slot] += replica.kernels()
                        .activation()
                        .countActive(y, of.units(), of.activation().input().plane(), lanes, j, active, of.firstUnit());
            }
        }
    }

    /** Sends this member's part: nodes of the moments, and behind their counts the counts of layers and of units. */
    void send() {
        int rank = exchange.rank();
        Part.Statistics nodes = fold.nodes(rank, layout.shards().from(rank), leaves);
        int own = nodes.counts().length;
        long[] all = Arrays.copyOf(nodes.counts(), own + counts.length + active.length);
        System.arraycopy(counts, 0, all, own, counts.length);
        for (int unit = 0; unit < active.length; unit++) {
            all[own + counts.length + unit] = active[unit];
        }
        exchange.toAll(Phase.ACTIVITY, 0, new Part.Statistics(all, nodes.first(), nodes.second()));
    }

    /** Waits for everybody's part; the same figures on every member. */
    List<ActivationFigures> figures() {
        Part.Payload[] parts = exchange.await(Phase.ACTIVITY, 0, () -> false);
        long[] sums = new long[counts.length + active.length];
        for (int member = 0; member < parts.length; member++) {
            long[] theirs = ((Part.Statistics) parts[member]).counts();
            int nodes = theirs.length - sums.length;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += theirs[nodes + i];
            }
        }
        Part.Statistics root = fold.roots(parts);
        List<ActivationFigures> figures = new ArrayList<>();
        for (int slot = 0; slot < watched.size(); slot++) {
            figures.add(figures(slot, root, sums));
        }
        return figures;
    }

    private ActivationFigures figures(int slot, Part.Statistics root, long[] sums) {
        Watched of = watched.get(slot);
        Network network = replica.network();
        long samples = root.counts()[0];
        double values = (double) samples * of.activation().input().features();
        double share = sums[slot] / values;
        return new ActivationFigures(
                of.layer(),
                network.describe(of.layer()),
                of.activation().type(),
                HealthWatch.finite(root.first()[slot]),
                HealthWatch.finite(Math.sqrt(root.second()[slot] / samples)),
                of.relu() ? OptionalDouble.of(1 - share) : OptionalDouble.empty(),
                of.relu() ? OptionalDouble.of(dead(of, sums, samples)) : OptionalDouble.empty(),
                of.saturates() ? OptionalDouble.of(share) : OptionalDouble.empty());
    }

    private double dead(Watched of, long[] sums, long samples) {
        double few = replica.job().health().deadRelu().active() * samples;
        int dead = 0;
        for (int unit = 0; unit < of.units(); unit++) {
            dead += sums[counts.length + of.firstUnit() + unit] < few ? 1 : 0;
        }
        return (double) dead / of.units();
    }
}
