package dev.evenkeel.chaos;

/** What is done to a node's process. */
enum Blow {
    KILL("kill -9"),
    /** Shorter than it takes to be missed: the job waits. */
    FREEZE("SIGSTOP for a while"),
    /** Until the job goes on without it, and then it wakes up. */
    LONG_FREEZE("SIGSTOP until missed"),
    /** Until the cluster has taken it out, and then it wakes up and ends. */
    FREEZE_UNTIL_DOWN("SIGSTOP until down"),
    LEAVE("SIGTERM");

    private final String words;

    Blow(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
