package dev.evenkeel.cli;

import dev.evenkeel.run.LedgerLine;

/** How far a training run goes. */
record RunLength(int epochs, int stepsPerEpoch, int samplesPerEpoch) {
    static RunLength of(LedgerLine.Start run, int epochs) {
        return of(run.samples(), run.batchSize(), epochs);
    }

    static RunLength of(int samples, int batchSize, int epochs) {
        return new RunLength(epochs, (samples - 1) / batchSize + 1, samples);
    }

    long steps() {
        return (long) epochs * stepsPerEpoch;
    }

    /** Samples used by so many steps; the last step of an epoch may use fewer, which is spread evenly here. */
    double samples(long steps) {
        return (double) steps * samplesPerEpoch / stepsPerEpoch;
    }
}
