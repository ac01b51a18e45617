package dev.evenkeel.lab;

import dev.evenkeel.data.Dataset;
import java.util.List;

/** A data set with other parts in the place of its own: a network is looked at with them as it is trained with its own. */
record OtherParts(Dataset of, Part train, Part test) implements Dataset {
    /** The first samples of the test part for training: always the same, and never trained on. */
    static OtherParts probing(Dataset of, int samples) {
        return new OtherParts(
                of, new First(of.test(), Math.min(samples, of.test().size())), of.test());
    }

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
