package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * One node's part in a job.
 *
 * @param journal keeps the run directory there
 * @param firstWorker number of the first of its workers; the others follow
 * @param workers in order of rank; none where a node only keeps books
 */
public record Desk(ActorRef<Journal.Command> journal, int firstWorker, List<ActorRef<Worker.Command>> workers) {
    public Desk {
        workers = List.copyOf(workers);
    }
}
