package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import dev.evenkeel.run.TrainingRun;
import java.util.ArrayList;
import java.util.List;

/** Sets up one node's part in a job: a journal, and workers that hand it their states. */
public final class Site {
    private Site() {}

    /**
     * Spawns them as children of the actor that calls, which should end when the journal does.
     *
     * @param term of the coordinator
     * @param firstWorker number of the first worker; the numbers of a job's workers count over its nodes
     */
    public static Desk open(
            ActorContext<?> context,
            TrainingRun run,
            long term,
            int firstWorker,
            int workers,
            WorkerCompute.Setup setup,
            ActorRef<Coordinator.Command> coordinator) {
        Recorded recorded = new Recorded(run.state().counters().step());
        ActorRef<Journal.Command> journal = context.spawn(
                Journal.create(run, recorded, term, coordinator),
                "journal",
                DispatcherSelector.fromConfig(Journal.DISPATCHER));
        context.watch(journal);
        List<ActorRef<Worker.Command>> spawned = new ArrayList<>();
        for (int worker = firstWorker; worker < firstWorker + workers; worker++) {
            spawned.add(context.spawn(
                    Worker.create(new WorkerCompute(worker, setup, coordinator, journal, recorded), term),
                    "worker-" + worker,
                    DispatcherSelector.fromConfig(Worker.DISPATCHER)));
        }
        return new Desk(journal, firstWorker, spawned);
    }
}
