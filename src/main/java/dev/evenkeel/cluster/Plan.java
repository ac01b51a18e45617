package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * Who trains together: it stands until the coordinator replaces it, and workers run from step to step by it.
 *
 * @param term counts coordinators
 * @param attempt counts plans within the term, from 1
 * @param tries which attempt at the first step this is, from 1: whoever waits becomes more patient with each
 * @param from the last committed step
 * @param donor rank of a member whose state is that of {@code from}
 * @param behind ranks of those whose state is older, who get a copy of the donor's before they begin
 * @param workers by rank
 */
public record Plan(
        String job,
        long term,
        int attempt,
        int tries,
        long from,
        int donor,
        List<Integer> behind,
        List<ActorRef<Worker.Command>> workers) {
    public Plan {
        behind = List.copyOf(behind);
        workers = List.copyOf(workers);
    }

    /** The first plan of a term, for members whose states are all that of {@code from}. */
    public static Plan first(String job, long term, long from, List<ActorRef<Worker.Command>> workers) {
        return new Plan(job, term, 1, 1, from, 0, List.of(), workers);
    }

    public int members() {
        return workers.size();
    }
}
