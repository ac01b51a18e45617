package dev.evenkeel.nn;

import java.util.List;
import java.util.Optional;

/** A layer of product-sums, with a weight tensor and perhaps a bias. */
public sealed interface Weighted extends Layer permits Dense, Conv2d {
    /** Index of the layer in the network. */
    int index();

    Parameter weight();

    Optional<Parameter> bias();

    /** How its weights start. */
    Initializer initializer();

    /** Inputs of an output. */
    int fanIn();

    /** Outputs that an input takes part in, borders aside. */
    int fanOut();

    @Override
    default List<Parameter> parameters() {
        return bias().map(b -> List.of(weight(), b)).orElseGet(() -> List.of(weight()));
    }

    @Override
    default boolean elementwise() {
        return false;
    }

    @Override
    default boolean needsInput() {
        return true;
    }

    @Override
    default boolean needsOutput() {
        return false;
    }
}
