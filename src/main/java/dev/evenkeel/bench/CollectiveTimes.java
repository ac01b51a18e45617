package dev.evenkeel.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import dev.evenkeel.JobFailedException;
import dev.evenkeel.cluster.AllReduceProbe;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Plan;
import dev.evenkeel.cluster.Report;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.cluster.node.Host;
import dev.evenkeel.cluster.node.NodeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Times of one all-reduce between node processes, as a training step does it.
 *
 * @param oneHop microseconds of everyone to everyone, as statistics go; not a number where a size is too large for it
 * @param twoHops microseconds of reduce-scatter and all-gather, as gradients go
 */
public record CollectiveTimes(int processes, int floats, double oneHop, double twoHops) {
    private static final int MINUTES = 5;

    /** Megabytes of the array by the seconds of two hops: what {@code gloo_allreduce.py} calls MB/s. */
    public double megabytesPerSecond() {
        return floats * 4.0 / twoHops;
    }

    /** Measures every size between the nodes of a cluster; those of the first member, for all wait for each other. */
    public static List<CollectiveTimes> measure(ProcessCluster cluster) {
        ActorSystem<Void> system = cluster.witness().system();
        CompletableFuture<List<double[]>> times = new CompletableFuture<>();
        ActorRef<Coordinator.Command> reports = system.systemActorOf(collect(times), "all-reduce-times", Props.empty());
        List<ActorRef<Worker.Command>> probes = new ArrayList<>();
        for (NodeView node : cluster.nodes()) {
            probes.add(AskPattern.<Host.Command, Host.Lent>ask(
                            node.host(),
                            replyTo -> new Host.Measure(reports, replyTo),
                            Duration.ofSeconds(20),
                            system.scheduler())
                    .toCompletableFuture()
                    .join()
                    .probe());
        }
        Plan plan = Plan.first("bench", 1, 0, probes);
        for (int rank = 0; rank < probes.size(); rank++) {
            probes.get(rank).tell(new Worker.Run(plan, rank, 0));
        }
        try {
            List<CollectiveTimes> measured = new ArrayList<>();
            for (double[] pair : times.orTimeout(MINUTES, TimeUnit.MINUTES).join()) {
                int floats = AllReduceProbe.SIZES.get(measured.size()).floats();
                measured.add(new CollectiveTimes(probes.size(), floats, pair[0], pair[1]));
            }
            return measured;
        } catch (CompletionException failed) {
            throw new JobFailedException(
                    "the all-reduce was not measured: " + failed.getCause().getMessage());
        }
    }

    private static Behavior<Coordinator.Command> collect(CompletableFuture<List<double[]>> times) {
        List<double[]> collected = new ArrayList<>();
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Report.WorkerFailed failed) {
                times.completeExceptionally(new JobFailedException(failed.sentence()));
            } else if (message instanceof Report.Evaluated evaluated && evaluated.worker() == 0) {
                collected.add(evaluated.nodes());
            }
            if (collected.size() == AllReduceProbe.SIZES.size()) {
                times.complete(List.copyOf(collected));
            }
            return Behaviors.same();
        });
    }
}
