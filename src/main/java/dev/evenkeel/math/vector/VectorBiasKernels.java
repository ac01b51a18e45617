package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.MASKS;

import dev.evenkeel.math.BiasKernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.TreeOrder;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Biases by vectors. Padding takes part as zero: a sum from +0 is never −0, so that changes no bit. */
final class VectorBiasKernels implements BiasKernels {
    @Override
    public void add(float[] y, int channels, int plane, float[] bias, int from, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            int samples = lanes.samples(j);
            int whole = samples / LENGTH * LENGTH;
            int size = plane * width;
            for (int channel = 0; channel < channels; channel++) {
                int begin = channels * plane * lanes.start(j) + channel * size;
                FloatVector b = FloatVector.broadcast(FLOATS, bias[from + channel]);
                for (int row = begin; row < begin + size; row += width) {
                    for (int s = row; s < row + whole; s += LENGTH) {
                        FloatVector.fromArray(FLOATS, y, s).add(b).intoArray(y, s);
                    }
                    for (int s = whole; s < samples; s += LENGTH) {
                        IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(samples - s));
                        FloatVector.fromArray(FLOATS, y, row + s)
                                .add(b.reinterpretAsInts().and(keep).reinterpretAsFloats())
                                .intoArray(y, row + s);
                    }
                }
            }
        }
    }

    @Override
    public void gradient(float[] dy, int channels, int plane, Lanes lanes, int[] bounds, float[][] out, int from) {
        float[] lane = new float[VirtualLanes.COUNT];
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int channel = 0; channel < channels; channel++) {
                Channel folded = new Channel(dy, channels, plane, channel, lanes, lane);
                out[k][from + channel] = folded.fold(bounds[k], bounds[k + 1] - bounds[k]);
            }
        }
    }

    private record Channel(float[] dy, int channels, int plane, int channel, Lanes lanes, float[] lane) {
        float fold(int lo, int count) {
            if (count == 1) {
                return leaf(lo);
            }
            int left = TreeOrder.left(count);
            return fold(lo, left) + fold(lo + left, count - left);
        }

        float leaf(int microBatch) {
            int size = plane * lanes.width(microBatch);
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                FloatVector sum = FloatVector.zero(FLOATS);
                for (int e = begin + v; e < begin + size; e += VirtualLanes.COUNT) {
                    sum = FloatVector.fromArray(FLOATS, dy, e).add(sum);
                }
                FLOAT_VECTOR.cast(sum).intoArray(lane, v);
            }
            return VirtualLanes.fold(lane, 0);
        }
    }
}
