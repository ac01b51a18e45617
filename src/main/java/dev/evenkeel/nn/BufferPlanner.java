package dev.evenkeel.nn;

import dev.evenkeel.nn.Buffers.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Assigns {@link Buffers} by lifetime. A pass is a row of moments: with n layers, layer i runs forward at moment i, the loss is
 * at n, layer i runs backward at 2n − i. A <em>region</em> is memory from the moment it is first written to the moment it is last
 * read. An element-wise layer writes over what it reads, where nobody reads that later: then both are one region. A gradient that
 * two readers of a value have in common is one region too, until one of them changes it. Regions that are never in use at
 * the same moment get the same buffer.
 *
 * <p>One use, one thread.
 */
final class BufferPlanner {
    private final Network network;
    private final boolean training;
    private final int layers;
    private final int[] origin;
    private final int[] readForward;
    private final int[] readBackward;
    private final List<Region> regions = new ArrayList<>();
    private final Region[] values;
    private final Region[] gradients;
    private final Region[] inputGradients;
    private final List<List<RegionSum>> sums = new ArrayList<>();

    /** Memory in use from one moment to another, both included. */
    private static final class Region {
        private final int features;
        private final int from;
        private int to;
        private int holders;
        private int buffer;

        private Region(int features, int from) {
            this.features = features;
            this.from = from;
            this.to = from;
        }

        private void inUse(int moment) {
            to = Math.max(to, moment);
        }
    }

    private record RegionSum(Region before, Region now, Region into) {}

    private BufferPlanner(Network network, boolean training) {
        this.network = network;
        this.training = training;
        this.layers = network.layers().size();
        this.origin = new int[layers + 1];
        this.readForward = new int[layers + 1];
        this.readBackward = new int[layers + 1];
        this.values = new Region[layers + 1];
        this.gradients = new Region[layers + 1];
        this.inputGradients = new Region[layers];
    }

    /** Buffers for forward and backward passes, or for forward passes alone. */
    static Buffers plan(Network network, boolean training) {
        BufferPlanner planner = new BufferPlanner(network, training);
        planner.findReaders();
        planner.placeValues();
        planner.placeGradients();
        return planner.assign();
    }

    private int backward(int layer) {
        return 2 * layers - layer;
    }

    private boolean runsBackward(int layer) {
        return training && network.differentiable(layer + 1);
    }

    /** When each value is last read. A flatten is no reader: its output is its input under another name. */
    private void findReaders() {
        for (int i = 0; i < layers; i++) {
            Layer layer = network.layers().get(i);
            int output = i + 1;
            origin[output] = layer instanceof Flatten ? origin[network.source(i)] : output;
            if (layer instanceof Flatten) {
                continue;
            }
            for (int read : network.inputs(i)) {
                readForward[origin[read]] = i;
                if (layer.needsInput() && runsBackward(i)) {
                    readBackward[origin[read]] = Math.max(readBackward[origin[read]], backward(i));
                }
            }
            if (layer.needsOutput() && runsBackward(i)) {
                readBackward[output] = backward(i);
            }
        }
        readForward[origin[layers]] = layers;
    }

    private void placeValues() {
        values[0] = region(network.input(), -1);
        keep(0);
        for (int i = 0; i < layers; i++) {
            Layer layer = network.layers().get(i);
            if (layer instanceof Flatten) {
                continue;
            }
            int read = origin[network.source(i)];
            boolean replace = layer.elementwise() && readForward[read] <= i && readBackward[read] == 0;
            values[i + 1] = replace ? values[read] : region(layer.output(), i);
            keep(i + 1);
        }
    }

    private void keep(int value) {
        values[value].inUse(Math.max(readForward[value], readBackward[value]));
    }

    private void placeGradients() {
        Region output = region(network.output(), layers);
        hold(origin[layers], output);
        for (int i = layers - 1; i >= 0; i--) {
            sums.add(new ArrayList<>());
            Layer layer = network.layers().get(i);
            if (layer instanceof Flatten || !runsBackward(i)) {
                continue;
            }
            int moment = backward(i);
            Region dy = gradients[i + 1];
            dy.inUse(moment);
            if (layer instanceof Residual sum) {
                contribute(origin[network.source(i)], dy, moment);
                dy.holders--;
                contribute(origin[sum.shortcut()], dy, moment);
                continue;
            }
            dy.holders--;
            if (network.differentiable(network.source(i))) {
                Region dx = layer.elementwise() && dy.holders == 0 ? dy : region(layer.input(), moment);
                inputGradients[i] = dx;
                contribute(origin[network.source(i)], dx, moment);
            }
        }
        Collections.reverse(sums);
    }

    /** One reader's part of a value's gradient is in that region. */
    private void contribute(int value, Region now, int moment) {
        if (!network.differentiable(value)) {
            return;
        }
        Region before = gradients[value];
        if (before == null) {
            hold(value, now);
            return;
        }
        before.holders--;
        Region into = before.holders == 0 ? before : now.holders == 0 ? now : region(now.features, moment);
        before.inUse(moment);
        now.inUse(moment);
        sums.get(sums.size() - 1).add(new RegionSum(before, now, into));
        hold(value, into);
    }

    private void hold(int value, Region region) {
        gradients[value] = region;
        region.holders++;
    }

    private Region region(Shape shape, int from) {
        return region(shape.features(), from);
    }

    private Region region(int features, int from) {
        Region region = new Region(features, from);
        regions.add(region);
        return region;
    }

    /** In order of their beginning, as they were made: the smallest free buffer that is large enough, else the largest free one, which grows. */
    private Buffers assign() {
        List<Integer> features = new ArrayList<>();
        List<Integer> busyUntil = new ArrayList<>();
        for (Region region : regions) {
            int best = Buffers.NONE;
            for (int b = 0; b < features.size(); b++) {
                if (busyUntil.get(b) < region.from && (best < 0 || better(features, b, best, region.features))) {
                    best = b;
                }
            }
            if (best < 0) {
                best = features.size();
                features.add(0);
                busyUntil.add(0);
            }
            features.set(best, Math.max(features.get(best), region.features));
            busyUntil.set(best, region.to);
            region.buffer = best;
        }
        return new Buffers(
                List.copyOf(features),
                buffers(Arrays.stream(origin).mapToObj(value -> values[value])),
                Arrays.stream(origin).mapToObj(value -> kept(values[value])).toList(),
                buffers(Arrays.stream(origin).mapToObj(value -> gradients[value])),
                buffers(Arrays.stream(inputGradients)),
                sums.stream()
                        .map(list -> list.stream()
                                .map(sum -> new Sum(sum.before.buffer, sum.now.buffer, sum.into.buffer))
                                .toList())
                        .toList());
    }

    private static boolean better(List<Integer> features, int candidate, int best, int wanted) {
        int a = features.get(candidate);
        int b = features.get(best);
        return a >= wanted ? b < wanted || a < b : a > b;
    }

    private boolean kept(Region region) {
        return regions.stream()
                .noneMatch(other -> other.buffer == region.buffer && other.from > region.from && other.from <= layers);
    }

    private static List<Integer> buffers(Stream<Region> regions) {
        return regions.map(region -> region == null ? Buffers.NONE : region.buffer)
                .toList();
    }
}
