package dev.evenkeel.cli;

import dev.evenkeel.run.LedgerLine;

/** How far a training run goes. */
record RunLength(int epochs, int stepsPerEpoch, int samplesPerEpoch) {
    static RunLength of(LedgerLine.Start run, int epochs) {
        int steps = (run.samples() - 1) / run.batchSize() + 1;
        return new RunLength(epochs, steps, run.samples());
    }

    long steps() {
        return (long) epochs * stepsPerEpoch;
    }

    /** Samples used by so many steps; the last step of an epoch may use fewer, which is spread evenly here. */
    double samples(long steps) {
        return (double) steps * samplesPerEpoch / stepsPerEpoch;
    }
}
