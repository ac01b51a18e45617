package dev.evenkeel.chaos;

/** Where a node comes from that takes a share of a job's steps in the middle of it. */
enum Newcomer {
    /** It was there all the time, with a slot that the job did not need. */
    SPARE("a node with a free slot joins"),
    /** It was killed or had left, and has what its disk has. */
    STARTED_AGAIN("a node that is started again joins"),
    /** Another address and an empty disk. */
    NEW("a node that never was there joins");

    private final String words;

    Newcomer(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
