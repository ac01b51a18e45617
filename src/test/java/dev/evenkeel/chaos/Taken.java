package dev.evenkeel.chaos;

import java.util.Optional;
import java.util.OptionalInt;

/** When the cluster has taken a struck node out: before that, nobody else coordinates. Begins when it is made. One thread. */
final class Taken {
    static final Taken NOBODY = new Taken();

    private final Optional<Ward> ward;
    private final OptionalInt node;
    private final long start = System.nanoTime();
    private Optional<Double> out = Optional.empty();

    private Taken() {
        ward = Optional.empty();
        node = OptionalInt.empty();
    }

    Taken(Ward ward, int node) {
        this.ward = Optional.of(ward);
        this.node = OptionalInt.of(node);
    }

    void look() {
        if (out.isEmpty() && ward.isPresent() && ward.get().isOut(node.getAsInt())) {
            out = Optional.of(until(System.nanoTime()));
        }
    }

    /** Seconds from the blow until that time. */
    double until(long time) {
        return (time - start) / 1e9;
    }

    /** Seconds until the cluster was without it. */
    Optional<Double> out() {
        return out;
    }
}
