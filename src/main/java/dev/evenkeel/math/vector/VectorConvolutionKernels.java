package dev.evenkeel.math.vector;

import dev.evenkeel.math.ConvolutionKernels;
import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PackedFilters;
import dev.evenkeel.math.TreeOrder;
import dev.evenkeel.math.Workspace;

/** Convolutions by vectors, each output direct: no matrix of image patches is ever written. */
final class VectorConvolutionKernels implements ConvolutionKernels {
    @Override
    public PackedFilters packing(ConvolutionShape shape, boolean backward) {
        return new PackedFilters(shape, backward);
    }

    @Override
    public void pack(float[] w, int from, PackedFilters into) {
        FilterPacking.pack(w, from, into);
    }

    @Override
    public void forward(PackedFilters filters, float[] x, float[] y, Lanes lanes, Workspace workspace) {
        filters.require(false);
        new VectorConvolution(filters, x, y, lanes, workspace).run();
    }

    @Override
    public void inputGradient(PackedFilters filters, float[] dy, float[] dx, Lanes lanes, Workspace workspace) {
        filters.require(true);
        new VectorConvolution(filters, dy, dx, lanes, workspace).run();
    }

    @Override
    public void weightGradient(
            ConvolutionShape shape,
            float[] dy,
            float[] x,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace) {
        int deepest = 0;
        for (int k = 0; k + 1 < bounds.length; k++) {
            deepest = Math.max(deepest, TreeOrder.depth(bounds[k + 1] - bounds[k]));
        }
        new FilterGradient(shape, dy, x, lanes, deepest, workspace).write(bounds, out, from);
    }
}
