package dev.evenkeel.cluster;

/**
 * What a worker or a journal has heard of the coordinator whose term it serves, counted: to be compared with what that one has
 * {@link Told}. Its actor only.
 */
final class Heard {
    private long term;
    private long count;
    private long told;

    Heard(long term) {
        this.term = term;
    }

    long term() {
        return term;
    }

    /** Counts a message; false if it is of a term before, and nothing. */
    boolean count(OfTerm message) {
        if (message.term() < term) {
            return false;
        }
        count++;
        return true;
    }

    /** These come a second time. */
    void forget(int messages) {
        count -= messages;
    }

    /** Serves another coordinator, which has told so much so far. */
    void serve(long term, long count) {
        this.term = term;
        this.count = count;
        this.told = 0;
    }

    /** Takes note of what a coordinator of that term says it has told; whether that is more than has come. */
    boolean lacks(long term, long told) {
        if (term == this.term) {
            this.told = told;
        }
        return term > this.term || term == this.term && told > count;
    }

    /** Whether all has come that was told before the last message, as far as the coordinator has said. */
    boolean complete() {
        return told + 1 == count;
    }
}
