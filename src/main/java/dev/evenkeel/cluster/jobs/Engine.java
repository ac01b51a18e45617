package dev.evenkeel.cluster.jobs;

import akka.actor.typed.javadsl.ActorContext;
import dev.evenkeel.client.JobStatus;
import java.util.List;
import java.util.function.Consumer;

/** What trains the jobs: the job manager's way to the nodes. Called by the manager's thread; tells from any. */
interface Engine {
    /** Tells of the nodes that are up, at once and whenever that changes. */
    void nodes(ActorContext<?> manager, Consumer<List<Slots>> told);

    /**
     * Starts the actors of a job as children of the manager; never throws: what can't be started ends.
     *
     * @param term of the manager: later ones have higher terms
     * @param told of who trains, and once, at last, how it ended
     */
    Running start(ActorContext<?> manager, Decision.Act.Start start, long term, Consumer<JobQueue.Event> told);

    /** Goes on with a job whose coordinator was lost, on the nodes that were told of last; otherwise like {@link #start}. */
    Running takeOver(ActorContext<?> manager, JobRecord job, long term, Consumer<JobQueue.Event> told);

    /** A running job. */
    interface Running {
        /** Asks for an early end behind a checkpoint; returns at once. */
        void stop();

        /** Gives it workers on nodes that have none of it; returns at once. */
        void extend(List<JobStatus.Share> shares);
    }

    /**
     * The worker slots of a node.
     *
     * @param free those that the node says are free; it may still be clearing away a job that has ended
     */
    record Slots(String node, int slots, int free) {}
}
