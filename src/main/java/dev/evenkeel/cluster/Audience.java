package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.Map;

/** Whom a coordinator tells what becomes of its job; by its own thread. */
@FunctionalInterface
public interface Audience {
    /** The job is over, and the last of its books is closed; or another coordinator is to take it over. */
    void ended(JobOutcome outcome);

    /** There are other workers now than before, or none to go on with. */
    default void staffed(Staff staff) {}

    /**
     * Who trains.
     *
     * @param workers so many on the node of each journal
     * @param reason a line that tells of it
     */
    record Staff(Map<ActorRef<Journal.Command>, Integer> workers, String reason) {
        public Staff {
            workers = Map.copyOf(workers);
        }
    }
}
