package dev.evenkeel.lab;

import dev.evenkeel.data.Dataset;
import java.util.List;

/**
 * The first samples of a data set's test part in the place of its training part: what a network is looked at with, always the
 * same and never trained on.
 */
record ProbeSet(Dataset of, int samples) implements Dataset {
    @Override
    public String digest() {
        return of.digest();
    }

    @Override
    public int channels() {
        return of.channels();
    }

    @Override
    public int rows() {
        return of.rows();
    }

    @Override
    public int columns() {
        return of.columns();
    }

    @Override
    public int classes() {
        return of.classes();
    }

    @Override
    public List<String> classNames() {
        return of.classNames();
    }

    @Override
    public Normalization normalization() {
        return of.normalization();
    }

    @Override
    public Part train() {
        return new First(of.test(), Math.min(samples, of.test().size()));
    }

    @Override
    public Part test() {
        return of.test();
    }

    private record First(Part part, int size) implements Part {
        @Override
        public long bytes() {
            return part.bytes();
        }

        @Override
        public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
            part.gather(ids, first, count, out, at, width);
        }

        @Override
        public int label(int id) {
            return part.label(id);
        }

        @Override
        public float target(int id) {
            return part.target(id);
        }
    }
}
