package dev.evenkeel.report;

import dev.evenkeel.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A long series in a bounded number of points: values of neighbouring steps become their mean, with the least and the largest of
 * them. Steps come in any number, by growing step; how wide a point is follows from the last one.
 */
final class Thinned {
    private final int capacity;
    private final boolean log;
    private final List<Bucket> buckets = new ArrayList<>();
    private long width = 1;

    private record Bucket(long index, long first, long last, double sum, long count, double low, double high) {
        Bucket and(Bucket next, long index) {
            return new Bucket(
                    index,
                    first,
                    next.last,
                    sum + next.sum,
                    count + next.count,
                    Math.min(low, next.low),
                    Math.max(high, next.high));
        }
    }

    private Thinned(int capacity, boolean log) {
        this.capacity = capacity;
        this.log = log;
    }

    static Thinned linear(int capacity) {
        return new Thinned(capacity, false);
    }

    /** Means of logarithms: geometric means. Values that are not positive leave no trace. */
    static Thinned log(int capacity) {
        return new Thinned(capacity, true);
    }

    /** @param step from 1, larger than the one before */
    void add(long step, double value) {
        while ((step - 1) / width >= capacity) {
            widen();
        }
        if (log && !(value > 0)) {
            return;
        }
        append(new Bucket((step - 1) / width, step, step, log ? StrictMath.log10(value) : value, 1, value, value));
    }

    private void append(Bucket bucket) {
        int last = buckets.size() - 1;
        if (last >= 0 && buckets.get(last).index() == bucket.index()) {
            buckets.set(last, buckets.get(last).and(bucket, bucket.index()));
        } else {
            buckets.add(bucket);
        }
    }

    private void widen() {
        width *= 2;
        List<Bucket> narrow = List.copyOf(buckets);
        buckets.clear();
        for (Bucket b : narrow) {
            append(new Bucket(b.index() / 2, b.first(), b.last(), b.sum(), b.count(), b.low(), b.high()));
        }
    }

    /** By growing step; a point of several steps stands between the first and the last of them. */
    List<Point> points() {
        return buckets.stream()
                .map(b -> new Point((b.first() + b.last()) / 2.0, mean(b), b.low(), b.high()))
                .toList();
    }

    private double mean(Bucket bucket) {
        double mean = bucket.sum() / bucket.count();
        // A mean of one stays that one, whatever logarithm and power would make of its last digit.
        return bucket.count() == 1 ? bucket.low() : log ? StrictMath.pow(10, mean) : mean;
    }
}
