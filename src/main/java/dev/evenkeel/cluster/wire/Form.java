package dev.evenkeel.cluster.wire;

import dev.evenkeel.train.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The kind of a payload and the numbers that say how large it is: from these the receiver makes an empty one, whose
 * {@linkplain #body values} it then reads from the frames.
 *
 * @param numbers lengths, ranges and single values, see {@link #of}
 */
record Form(Kind kind, int[] numbers) {
    /** Stands in frames by its place in this list: append only. */
    enum Kind {
        STATISTICS,
        LOSSES,
        GRADIENTS,
        REDUCED,
        STATE
    }

    /** Most numbers of any kind. */
    static final int MOST = 6;

    /** Where large arrays come from, so that they need not be made anew in every step. */
    interface Landing {
        float[] floats(int slot, int length);
    }

    static Form of(Part.Payload payload) {
        if (payload instanceof Part.Statistics statistics) {
            return form(Kind.STATISTICS, statistics.counts().length, statistics.first().length);
        }
        if (payload instanceof Part.Losses losses) {
            return form(Kind.LOSSES, losses.sums().length, losses.pause() ? 1 : 0, losses.notFinite());
        }
        if (payload instanceof Part.Gradients gradients) {
            int nodes = gradients.nodes().length;
            int length = nodes == 0 ? 0 : gradients.nodes()[0].length;
            return form(Kind.GRADIENTS, nodes, length, gradients.from(), gradients.to());
        }
        if (payload instanceof Part.Reduced reduced) {
            return form(
                    Kind.REDUCED,
                    reduced.values().length,
                    reduced.from(),
                    reduced.to(),
                    reduced.blockSums().length,
                    reduced.fromBlock(),
                    reduced.toBlock());
        }
        if (payload instanceof Part.State state) {
            return form(
                    Kind.STATE,
                    state.numbers().length,
                    state.products().length,
                    state.parameters().length,
                    state.slots().length,
                    state.runningMean().length);
        }
        throw new IllegalStateException("a payload that no frame is described for: " + payload.getClass());
    }

    private static Form form(Kind kind, int... numbers) {
        return new Form(kind, numbers);
    }

    /** A payload of this form, to be filled. */
    Part.Payload empty(Landing arrays) {
        int[] n = numbers;
        return switch (kind) {
            case STATISTICS -> new Part.Statistics(new long[n[0]], new double[n[1]], new double[n[1]]);
            case LOSSES -> new Part.Losses(new double[n[0]], n[1] == 1, n[2]);
            case GRADIENTS -> {
                float[][] nodes = new float[n[0]][];
                Arrays.setAll(nodes, k -> arrays.floats(k, n[1]));
                yield new Part.Gradients(nodes, n[2], n[3]);
            }
            case REDUCED -> new Part.Reduced(arrays.floats(-1, n[0]), n[1], n[2], new double[n[3]], n[4], n[5]);
            // Arrays of its own: its reader may still copy them when the sender's gradients arrive.
            case STATE ->
                new Part.State(
                        new long[n[0]],
                        new double[n[1]],
                        new float[n[2]],
                        new float[n[3]][n[2]],
                        new float[n[4]],
                        new float[n[4]]);
        };
    }

    /** The values of a payload, to be written or read. */
    static Body body(Part.Payload payload) {
        List<Slice> slices = new ArrayList<>();
        if (payload instanceof Part.Statistics statistics) {
            slices.add(new Slice.Longs(statistics.counts()));
            slices.add(new Slice.Doubles(statistics.first()));
            slices.add(new Slice.Doubles(statistics.second()));
        } else if (payload instanceof Part.Losses losses) {
            slices.add(new Slice.Doubles(losses.sums()));
        } else if (payload instanceof Part.Gradients gradients) {
            for (float[] node : gradients.nodes()) {
                slices.add(new Slice.Floats(node, gradients.from(), gradients.to()));
            }
        } else if (payload instanceof Part.Reduced reduced) {
            slices.add(new Slice.Doubles(reduced.blockSums(), reduced.fromBlock(), reduced.toBlock()));
            slices.add(new Slice.Floats(reduced.values(), reduced.from(), reduced.to()));
        } else if (payload instanceof Part.State state) {
            slices.add(new Slice.Longs(state.numbers()));
            slices.add(new Slice.Doubles(state.products()));
            slices.add(whole(state.parameters()));
            for (float[] slot : state.slots()) {
                slices.add(whole(slot));
            }
            slices.add(whole(state.runningMean()));
            slices.add(whole(state.runningVariance()));
        }
        return new Body(slices);
    }

    private static Slice whole(float[] values) {
        return new Slice.Floats(values, 0, values.length);
    }
}
