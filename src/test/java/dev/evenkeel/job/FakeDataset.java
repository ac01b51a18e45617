package dev.evenkeel.job;

import dev.evenkeel.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/** A data set that has sizes and nothing else. */
record FakeDataset(int channels, int rows, int columns, int classes, int samples) implements Dataset {
    static FakeDataset digits() {
        return new FakeDataset(1, 8, 8, 10, 1437);
    }

    FakeDataset samples(int count) {
        return new FakeDataset(channels, rows, columns, classes, count);
    }

    FakeDataset classes(int count) {
        return new FakeDataset(channels, rows, columns, count, samples);
    }

    @Override
    public String digest() {
        return "f".repeat(64);
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public Normalization normalization() {
        return new Normalization(List.of(0.0), List.of(1.0));
    }

    @Override
    public Part train() {
        return new FakePart(samples);
    }

    @Override
    public Part test() {
        return new FakePart(1);
    }

    private record FakePart(int size) implements Part {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
            throw new UnsupportedOperationException("no values");
        }

        @Override
        public int label(int id) {
            throw new UnsupportedOperationException("no labels");
        }

        @Override
        public float target(int id) {
            throw new UnsupportedOperationException("no targets");
        }
    }
}
