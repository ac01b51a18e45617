package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;

/**
 * What one worker reports to its coordinator, counted. What goes from one node to another keeps its order, and is lost when it is
 * on its way as a connection breaks: who hears the count in the same order sees whether something is missing. Any thread.
 */
final class Line {
    private final int worker;
    private final ActorRef<Coordinator.Command> coordinator;
    private long told;

    Line(int worker, ActorRef<Coordinator.Command> coordinator) {
        this.worker = worker;
        this.coordinator = coordinator;
    }

    synchronized void tell(Report.Counted report) {
        told++;
        coordinator.tell(report);
    }

    /** The worker lives, and this is how much it has told. */
    synchronized void beat(long progress, boolean busy) {
        coordinator.tell(new Report.Beat(worker, progress, busy, told));
    }
}
