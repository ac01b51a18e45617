package dev.evenkeel.health;

/**
 * The section {@code health} of a job: how often to look, when a rule fires, and what follows. All of it identifies the job,
 * since an action changes the model.
 *
 * @param enabled false: nothing is watched; what is not finite still acts as {@code nonFinite} says
 * @param everySteps from one watched step to the next, behind the first {@link #FIRST_STEPS}, which are all watched
 * @param patience watched steps in a row at which a rule's condition must hold before it fires, and must not before it may again
 * @param rateFactor what {@link Action#REDUCE_LEARNING_RATE} multiplies the learning rate by
 */
public record HealthSpec(
        boolean enabled,
        int everySteps,
        int patience,
        double rateFactor,
        VanishingGradient vanishingGradient,
        VanishingWithDepth vanishingWithDepth,
        ExplodingGradient explodingGradient,
        NonFinite nonFinite,
        DeadRelu deadRelu,
        SaturatedActivation saturatedActivation,
        PoorInitialization poorInitialization,
        UpdateRatio updateRatio,
        LossNotDecreasing lossNotDecreasing) {
    /** Steps at the beginning of a run that are watched one by one: what a bad start does, it does there. */
    public static final int FIRST_STEPS = 10;

    /** @param meanAbs fires below this mean absolute gradient (SageMaker Debugger: 1e-7) */
    public record VanishingGradient(double meanAbs, Action action) {}

    /**
     * Fires where both hold.
     *
     * @param ratio the first layer's gradient norm over the last one's is below
     * @param slope norms shrink by more than this power of ten per layer, in the mean
     */
    public record VanishingWithDepth(double ratio, double slope, Action action) {}

    /**
     * Fires where one holds.
     *
     * @param norm a layer's gradient norm is above
     * @param growth it is above that many times the largest of the first {@link #FIRST_STEPS} steps
     */
    public record ExplodingGradient(double norm, double growth, Action action) {}

    /** @param action {@link Action#STOP} or {@link Action#SKIP_STEP}: an infinity can't become state */
    public record NonFinite(Action action) {}

    /**
     * @param share of a layer's units that are dead, above which it fires
     * @param active a unit is dead if it is above 0 for a smaller share of the samples
     */
    public record DeadRelu(double share, double active, Action action) {}

    /**
     * @param share of a layer's inputs that are saturated, above which it fires
     * @param tanh an input of tanh is saturated beyond ± this
     * @param sigmoidBelow an input of sigmoid is saturated below
     * @param sigmoidAbove or above
     */
    public record SaturatedActivation(
            double share, double tanh, double sigmoidBelow, double sigmoidAbove, Action action) {}

    /** @param ratio of the largest to the smallest activation variance of layers of one kind, above which it fires */
    public record PoorInitialization(double ratio, Action action) {}

    /**
     * @param above fires where mean |Δw| / mean |w| of a layer is above
     * @param below or below, once what the schedule has taken from the learning rate is allowed for
     */
    public record UpdateRatio(double above, double below, Action action) {}

    /**
     * @param decrease the share by which the lowest loss so far must be undercut to count as progress
     * @param overSteps the loss is the mean over this many steps
     */
    public record LossNotDecreasing(double decrease, int overSteps, Action action) {}

    /** Whether that step's figures are taken. */
    public boolean watches(long step) {
        return enabled && (step <= FIRST_STEPS || step % everySteps == 0);
    }

    public Action action(Rule rule) {
        return switch (rule) {
            case VANISHING_GRADIENT -> vanishingGradient.action;
            case VANISHING_WITH_DEPTH -> vanishingWithDepth.action;
            case EXPLODING_GRADIENT -> explodingGradient.action;
            case NON_FINITE -> nonFinite.action;
            case DEAD_RELU -> deadRelu.action;
            case SATURATED_ACTIVATION -> saturatedActivation.action;
            case POOR_INITIALIZATION -> poorInitialization.action;
            case UPDATE_RATIO -> updateRatio.action;
            case LOSS_NOT_DECREASING -> lossNotDecreasing.action;
        };
    }
}
