package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * Who trains together: it stands until the coordinator replaces it, and workers run from step to step by it.
 *
 * @param term counts coordinators
 * @param attempt counts plans within the term, from 1
 * @param from the last committed step, the same for all members
 * @param workers by rank
 */
public record Plan(String job, long term, int attempt, long from, List<ActorRef<Worker.Command>> workers) {
    public Plan {
        workers = List.copyOf(workers);
    }

    public int members() {
        return workers.size();
    }
}
