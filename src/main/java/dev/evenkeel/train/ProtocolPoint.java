package dev.evenkeel.train;

/** The places in a step where something can go wrong on purpose: see {@link StepObserver}. */
public enum ProtocolPoint {
    BEGIN,
    FORWARD,
    LOSS,
    BACKWARD,
    REDUCE,
    COMMIT,
    COMMITTED
}
