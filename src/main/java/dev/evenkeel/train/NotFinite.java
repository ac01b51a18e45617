package dev.evenkeel.train;

/** How training that met an infinity or not-a-number says so: what, in which layer, at which step, and what usually helps. */
final class NotFinite {
    private NotFinite() {}

    static TrainingException failure(Replica replica, String what) {
        long step = replica.state().counters().step() + 1;
        return new TrainingException(
                "step " + step + " (epoch " + replica.timeline().epochOf(step) + "): " + what
                        + "; the state is that of step " + (step - 1)
                        + "; a smaller learning rate, batch normalization or gradient-clip usually helps");
    }
}
