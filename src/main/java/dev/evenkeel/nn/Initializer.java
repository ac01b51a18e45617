package dev.evenkeel.nn;

import java.util.OptionalDouble;

/**
 * How the weights of a layer start: normally distributed around 0 with a deviation that depends on the fan-in and fan-out.
 *
 * @param std the deviation of {@link Scheme#NORMAL}; empty for the others
 */
public record Initializer(Scheme scheme, OptionalDouble std) {
    public enum Scheme {
        /** By the activation that follows: he before relu, leaky-relu and gelu, xavier before sigmoid and tanh, lecun otherwise. */
        AUTO,
        /** √(2 / fan-in) (He et al. 2015). */
        HE,
        /** √(2 / (fan-in + fan-out)) (Glorot and Bengio 2010). */
        XAVIER,
        /** √(1 / fan-in) (LeCun et al. 1998). */
        LECUN,
        /** The deviation that is given. */
        NORMAL
    }

    public static Initializer of(Scheme scheme) {
        return new Initializer(scheme, OptionalDouble.empty());
    }

    public static Initializer normal(double std) {
        return new Initializer(Scheme.NORMAL, OptionalDouble.of(std));
    }

    /** The deviation for a weight matrix with this many inputs and outputs per unit. */
    public double deviation(int fanIn, int fanOut) {
        return switch (scheme) {
            case HE -> Math.sqrt(2.0 / fanIn);
            case XAVIER -> Math.sqrt(2.0 / ((double) fanIn + fanOut));
            case LECUN -> Math.sqrt(1.0 / fanIn);
            case NORMAL -> std.orElseThrow();
            case AUTO -> throw new IllegalStateException("initializer auto must be resolved before weights are made");
        };
    }
}
