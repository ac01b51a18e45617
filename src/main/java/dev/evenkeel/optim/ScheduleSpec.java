package dev.evenkeel.optim;

/** The {@code schedule} of a job: how the learning rate moves, per step. Each may begin with a linear warm-up. */
public sealed interface ScheduleSpec {
    double warmupEpochs();

    /** The same schedule, with a warm-up over that many epochs. */
    ScheduleSpec warmupEpochs(double wanted);

    record Constant(double warmupEpochs) implements ScheduleSpec {
        @Override
        public Constant warmupEpochs(double wanted) {
            return new Constant(wanted);
        }
    }

    /** Times {@code factor} after every {@code everyEpochs} epochs. */
    record Step(int everyEpochs, double factor, double warmupEpochs) implements ScheduleSpec {
        @Override
        public Step warmupEpochs(double wanted) {
            return new Step(everyEpochs, factor, wanted);
        }
    }

    /** Half a cosine from the full rate to 0 over the epochs after the warm-up. */
    record Cosine(double warmupEpochs) implements ScheduleSpec {
        @Override
        public Cosine warmupEpochs(double wanted) {
            return new Cosine(wanted);
        }
    }
}
