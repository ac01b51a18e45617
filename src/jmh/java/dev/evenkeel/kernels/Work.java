package dev.evenkeel.kernels;

import java.util.function.Supplier;

/**
 * A kernel on the shapes of a layer of a reference net.
 *
 * @param name says both
 * @param unit what bounds it: arithmetic, or moving its arrays
 * @param amount of that unit in one call: operations (a multiplication and an addition are two; padding counts), or bytes of
 *     the arrays it reads and writes
 * @param kernel allocates its arrays, and gives the call
 */
record Work(String name, Unit unit, double amount, Supplier<Runnable> kernel) {
    enum Unit {
        OPERATIONS("GFLOP/s"),
        BYTES("GB/s");

        private final String rate;

        Unit(String rate) {
            this.rate = rate;
        }

        String rate() {
            return rate;
        }
    }

    static Work operations(String name, double amount, Supplier<Runnable> kernel) {
        return new Work(name, Unit.OPERATIONS, amount, kernel);
    }

    static Work bytes(String name, double amount, Supplier<Runnable> kernel) {
        return new Work(name, Unit.BYTES, amount, kernel);
    }
}
