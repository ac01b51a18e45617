package dev.evenkeel.job;

import java.util.Optional;

/** Whether a run can go on under a job that may have changed since. */
public final class Resumption {
    private Resumption() {}

    /**
     * Compares the job of a saved run with the job to resume it by. Only {@code epochs} may grow; {@code name} may change, and
     * so may {@code data}, as far as its digest stays the same: which is not compared here.
     *
     * @return why not, in one sentence; empty if the run can go on
     */
    public static Optional<String> check(JobSpec saved, JobSpec wanted) {
        for (Difference difference : Difference.between(saved, wanted)) {
            String key = difference.key();
            if (key.equals("name") || key.equals("data") || key.startsWith("data.")) {
                continue;
            }
            String change = key + " was " + difference.first() + " and is now " + difference.second();
            if (!key.equals("epochs")) {
                return Optional.of(change + ": only epochs may grow when a run is resumed");
            }
            if (wanted.epochs() < saved.epochs()) {
                return Optional.of(change + ": a resumed run may have more epochs, not fewer");
            }
            if (JobDigest.dependsOnEpochs(wanted.schedule())) {
                return Optional.of(change + ": with a cosine schedule that changes the rate of steps already done");
            }
        }
        return Optional.empty();
    }
}
