package dev.evenkeel.math;

/** Which arithmetic contract this build follows. */
public final class Arithmetic {
    /**
     * The version of the table in the {@linkplain dev.evenkeel.math package documentation}. It moves when any result may move by
     * a bit; a checkpoint or a peer of another version is refused. An operation that is added moves no result there was, so the
     * version stays and only the {@linkplain KnownAnswer known answer} changes, which is taken over all operations.
     */
    public static final int VERSION = 1;

    private Arithmetic() {}
}
