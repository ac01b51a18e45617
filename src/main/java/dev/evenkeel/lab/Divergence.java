package dev.evenkeel.lab;

import dev.evenkeel.JobFailedException;

/** Tells a job that came to numbers without bounds, which is a result here, from one that met with a misfortune. */
final class Divergence {
    private Divergence() {}

    static boolean isReasonOf(JobFailedException failed) {
        return failed.getMessage().contains("not finite") || failed.getMessage().contains("range of floats");
    }
}
