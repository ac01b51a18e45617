package dev.evenkeel.train;

/** The places in a step, and between steps, where something can go wrong on purpose: see {@link StepObserver}. */
public enum ProtocolPoint {
    BEGIN,
    FORWARD,
    LOSS,
    BACKWARD,
    REDUCE,
    COMMIT,
    /** The state is that of the step; its digest, with which the next step begins, is computed afterwards. */
    COMMITTED,
    /** Before a member evaluates its share of the test part; of the step that was committed last. */
    EVALUATE,
    /** Before a copy of the state is made, for a checkpoint or the model; likewise. */
    SNAPSHOT
}
