package dev.evenkeel.cluster;

import java.util.Set;

/** What becomes of a job when something has gone wrong: a pure decision, and the line that tells an operator of it. */
sealed interface Resolution {
    /** Attempts at one step: a network that loses messages that often is of no use. */
    int ATTEMPTS = 4;

    /** What was decided and why. */
    String reason();

    /**
     * Goes on with these workers.
     *
     * @param why something has gone wrong, for the books
     */
    record GoOn(Roster roster, String why, String reason) implements Resolution {}

    /**
     * Ends the job.
     *
     * @param goBack whether it would go on from a checkpoint: there is no state left that is known to be right
     */
    record GiveUp(String reason, boolean goBack) implements Resolution {
        GiveUp(String reason) {
            this(reason, false);
        }
    }

    /** That the job waits, and for what. */
    static String shortage(Roster left, int minWorkers) {
        return "of the " + minWorkers + " workers that the job asks for at least, " + left.size()
                + (left.size() == 1 ? " is" : " are") + " left: it waits for more";
    }

    /**
     * Workers are gone: below its least number the job stands until there are more, as long as one is left who has its state.
     *
     * @param left those who are not
     * @param why a sentence that names who is gone
     * @param minWorkers below which it does not train
     */
    static Resolution lost(Roster left, String why, int minWorkers) {
        if (left.size() == 0) {
            return new GiveUp(why);
        }
        String then =
                left.size() < minWorkers ? shortage(left, minWorkers) : "the micro-batches are dealt anew over " + left;
        return new GoOn(left, why, why + "; " + then);
    }

    /**
     * Another coordinator was lost, and perhaps workers with it.
     *
     * @param left those who are not
     */
    static Resolution takenOver(Roster left, String why, int minWorkers) {
        return left.size() == 0
                ? new GiveUp(why)
                : new GoOn(left, why, lost(left, why, minWorkers).reason() + "; this one goes on with " + left);
    }

    /**
     * Replicas have different states: one that is not the majority's is replaced by it. To whom it happens again is lost: its
     * memory is not to be trusted.
     *
     * @param step that all have committed
     * @param replaced those to whom it has happened before
     */
    static Resolution differing(Roster roster, long step, States states, Set<Integer> replaced, int minWorkers) {
        if (states.majority().isEmpty()) {
            return undecided(step, states);
        }
        String why = why(step, states);
        Roster trusted =
                roster.without(states.odd().stream().filter(replaced::contains).toList());
        return trusted.size() < roster.size()
                ? lost(trusted, why + ", and not for the first time", minWorkers)
                : new GoOn(roster, why, why + "; " + Roster.words(states.odd()) + " will have a copy of the others'");
    }

    /** Replicas have different states, and none is the majority's. */
    static GiveUp undecided(long step, States states) {
        String sentence =
                why(step, states) + ": memory or arithmetic of one of them is faulty, and no majority tells whose;"
                        + " --resume goes on from the last checkpoint";
        return new GiveUp(sentence, true);
    }

    private static String why(long step, States states) {
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
                : new GoOn(roster, why, why + "; the step is computed again by the same " + roster);
    }
}
