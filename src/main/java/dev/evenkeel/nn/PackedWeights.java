package dev.evenkeel.nn;

import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.PackedFilters;
import dev.evenkeel.math.PackedMatrix;
import java.util.HashMap;
import java.util.Map;

/** One replica's weights in the orders that kernels read, each packed at first use after they changed. Compute thread only. */
final class PackedWeights {
    private final Kernels kernels;
    private final float[] parameters;
    private final Map<Key, Packed<PackedMatrix>> matrices = new HashMap<>();
    private final Map<Key, Packed<PackedFilters>> filters = new HashMap<>();
    private long version;

    private record Key(int layer, boolean backward) {}

    private static final class Packed<T> {
        private final T weights;
        private long version = -1;

        private Packed(T weights) {
            this.weights = weights;
        }
    }

    PackedWeights(Kernels kernels, float[] parameters) {
        this.kernels = kernels;
        this.parameters = parameters;
    }

    /** Tells that the parameters have changed. */
    void changed() {
        version++;
    }

    PackedMatrix matrix(Dense layer, boolean backward) {
        int inputs = layer.input().features();
        int units = layer.units();
        Packed<PackedMatrix> packed = matrices.computeIfAbsent(
                new Key(layer.index(), backward),
                key -> new Packed<>(
                        backward
                                ? kernels.matrix().packing(inputs, units)
                                : kernels.matrix().packing(units, inputs)));
        if (packed.version != version) {
            kernels.matrix().pack(parameters, layer.weight().from(), backward, packed.weights);
            packed.version = version;
        }
        return packed.weights;
    }

    PackedFilters filters(Conv2d layer, boolean backward) {
        Packed<PackedFilters> packed = filters.computeIfAbsent(
                new Key(layer.index(), backward),
                key -> new Packed<>(kernels.convolution().packing(layer.geometry(), backward)));
        if (packed.version != version) {
            kernels.convolution().pack(parameters, layer.weight().from(), packed.weights);
            packed.version = version;
        }
        return packed.weights;
    }
}
