package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * One node's part in a job.
 *
 * @param journal keeps the run directory there
 * @param workers in order of rank, ranks counted over the job's desks; none where a node only keeps books
 */
public record Desk(ActorRef<Journal.Command> journal, List<ActorRef<Worker.Command>> workers) {
    public Desk {
        workers = List.copyOf(workers);
    }
}
