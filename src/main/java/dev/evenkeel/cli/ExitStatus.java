package dev.evenkeel.cli;

/**
 * How a command ended, for scripts. Two more come from the JVM itself, which ends with 128 + the signal's number: 130 when
 * interrupted, 143 when told to terminate.
 */
final class ExitStatus {
    static final int DONE = 0;

    /** The job failed, or a check came out negative. */
    static final int FAILED = 1;

    /** The command line, the job file or the data is wrong: nothing was started. */
    static final int REFUSED = 2;

    private ExitStatus() {}
}
