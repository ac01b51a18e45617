package dev.evenkeel.math;

/** Which arithmetic contract this build follows. */
public final class Arithmetic {
    /**
     * The version of the table in the {@linkplain dev.evenkeel.math package documentation}. It moves when any result may move by
     * a bit; a checkpoint or a peer of another version is refused.
     */
    public static final int VERSION = 1;

    private Arithmetic() {}
}
