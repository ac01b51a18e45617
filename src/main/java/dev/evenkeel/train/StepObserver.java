package dev.evenkeel.train;

/**
 * Told by a member's compute thread when it reaches a point of the step: the hook for fault injection. An exception it throws
 * is the member's failure at that point.
 */
@FunctionalInterface
public interface StepObserver {
    StepObserver NONE = (point, step, rank, layer) -> {};

    /**
     * @param layer the layer about to run, or −1 where the point is no layer's
     */
    void reached(ProtocolPoint point, long step, int rank, int layer);

    /** Told before the first step, by the same thread: the state that this member's memory holds from now on. */
    default void holds(TrainingState state) {}
}
