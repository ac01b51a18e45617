package dev.evenkeel.cluster;

/** What becomes of a job when something has gone wrong: a pure decision, and the line that tells an operator of it. */
sealed interface Resolution {
    /** Attempts at one step: a network that loses messages that often is of no use. */
    int ATTEMPTS = 4;

    /** What was decided and why. */
    String reason();

    /** Goes on with these workers. */
    record GoOn(Roster roster, String reason) implements Resolution {}

    /** Fails the job. */
    record GiveUp(String reason) implements Resolution {}

    /** That the job waits, and for what. */
    static String shortage(Roster left, int minWorkers) {
        return "of the " + minWorkers + " workers that the job asks for at least, " + left.size()
                + (left.size() == 1 ? " is" : " are") + " left: it waits for more";
    }

    /**
     * Workers are gone: below its least number the job stands until there are more, as long as one is left who has its state.
     *
     *
     * @param left those who are not
     * @param why a sentence that names who is gone
     * @param minWorkers below which it does not train
     */
    static Resolution lost(Roster left, String why, int minWorkers) {
        if (left.size() == 0) {
            return new GiveUp(why);
        }
        if (left.size() < minWorkers) {
            return new GoOn(left, why + "; " + shortage(left, minWorkers));
        }
        return new GoOn(left, why + "; the micro-batches are dealt anew over " + left);
    }

    /**
     * Another coordinator was lost, and perhaps workers with it.
     *
     * @param left those who are not
     */
    static Resolution takenOver(Roster left, String why, int minWorkers) {
        Resolution resolution = lost(left, why, minWorkers);
        return resolution instanceof GoOn ? new GoOn(left, why + "; this one goes on with " + left) : resolution;
    }

    /**
     * Replicas have different states: one that is not the majority's is replaced by it.
     *
     * @param step that all have committed
     */
    static Resolution differing(Roster roster, long step, States states) {
        String why = why(step, states);
        return states.majority().isEmpty()
                ? new GiveUp(why + ": memory or arithmetic of one of them is faulty, and no majority tells whose;"
                        + " --resume goes on from the last checkpoint")
                : new GoOn(roster, why + "; " + Roster.words(states.odd()) + " will have a copy of the others'");
    }

    static String why(long step, States states) {
        return "after step " + step + " the replicas differ: " + states;
    }

    /**
     * A message is missing or damaged, and nobody is to blame.
     *
     * @param attempts that were made at the step
     */
    static Resolution disturbed(Roster roster, String why, int attempts) {
        return attempts >= ATTEMPTS
                ? new GiveUp(why + "; that was attempt " + attempts + " at this step: the network loses too much")
                : new GoOn(roster, why + "; the step is computed again by the same " + roster);
    }
}
