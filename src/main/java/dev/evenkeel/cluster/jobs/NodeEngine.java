package dev.evenkeel.cluster.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Majority;
import dev.evenkeel.cluster.node.ClusterJob;
import dev.evenkeel.cluster.node.Host;
import dev.evenkeel.cluster.node.NodeView;
import dev.evenkeel.cluster.node.Nodes;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.train.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Trains jobs on the workers of the cluster's nodes, each with a {@link ClusterJob} beside the job manager. */
final class NodeEngine implements Engine {
    private final ActorRef<Nodes.Command> nodes;
    private final ActorRef<Host.Command> ownHost;
    private final JobStore store;
    private volatile Map<String, ActorRef<Host.Command>> hosts = Map.of();
    private int started;

    NodeEngine(ActorRef<Nodes.Command> nodes, ActorRef<Host.Command> ownHost, JobStore store) {
        this.store = store;
        this.nodes = nodes;
        this.ownHost = ownHost;
    }

    @Override
    public void nodes(ActorContext<?> manager, Consumer<List<Slots>> told) {
        ActorRef<Nodes.Listing> subscriber = manager.spawn(
                Behaviors.receiveMessage(listing -> {
                    hosts = listing.nodes().stream().collect(Collectors.toMap(NodeView::address, NodeView::host));
                    told.accept(listing.nodes().stream().map(NodeEngine::slots).toList());
                    return Behaviors.same();
                }),
                "nodes");
        nodes.tell(new Nodes.Subscribe(subscriber));
    }

    private static Slots slots(NodeView node) {
        return new Slots(node.address(), node.slots(), node.free());
    }

    @Override
    public Running start(ActorContext<?> manager, Decision.Act.Start start, long term, Consumer<JobQueue.Event> told) {
        JobRecord job = start.job();
        List<ClusterJob.Seat> seats = seats(start.shares());
        return running(
                manager,
                job,
                ClusterJob.create(order(job, term, job.resume(), seats), ownHost, majority(term), listener(job, told)));
    }

    @Override
    public Running takeOver(ActorContext<?> manager, JobRecord job, long term, Consumer<JobQueue.Event> told) {
        return running(
                manager,
                job,
                ClusterJob.takeOver(
                        order(job, term, false, List.of()),
                        Set.copyOf(hosts.values()),
                        ownHost,
                        majority(term),
                        listener(job, told)));
    }

    private Running running(ActorContext<?> manager, JobRecord job, Behavior<ClusterJob.Command> behavior) {
        // A job that goes back to its checkpoint begins again while the actor of the same id is still about to end.
        ActorRef<ClusterJob.Command> actor = manager.spawn(behavior, "job-" + job.id() + "-" + ++started);
        return new Running() {
            @Override
            public void stop() {
                actor.tell(new ClusterJob.Stop());
            }

            @Override
            public void extend(List<JobStatus.Share> shares) {
                actor.tell(new ClusterJob.Extend(seats(shares)));
            }
        };
    }

    private List<ClusterJob.Seat> seats(List<JobStatus.Share> shares) {
        return shares.stream()
                .filter(share -> hosts.containsKey(share.node()))
                .map(share -> new ClusterJob.Seat(hosts.get(share.node()), share.workers()))
                .toList();
    }

    private static ClusterJob.Order order(JobRecord job, long term, boolean resume, List<ClusterJob.Seat> seats) {
        return new ClusterJob.Order(
                job.id(),
                term,
                resume,
                job.spec(),
                job.dataDigest(),
                job.status().minWorkers(),
                seats,
                List.of("evenkeel", "train", "job.json"));
    }

    private Majority majority(long term) {
        return () -> store.refusal(term);
    }

    private static JobListener listener(JobRecord job, Consumer<JobQueue.Event> told) {
        return new JobListener() {
            @Override
            public void metrics(MetricsLine line) {
                // Whoever asks for them reads them from the run directory.
            }

            @Override
            public void staffed(Crew crew) {
                List<JobStatus.Share> shares = crew.workers().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(node -> new JobStatus.Share(node.getKey(), node.getValue()))
                        .toList();
                told.accept(new JobQueue.Event.Staffed(job.id(), shares, crew.reason()));
            }

            @Override
            public void ended(JobOutcome outcome) {
                told.accept(event(job.id(), job.spec(), outcome));
            }
        };
    }

    private static JobQueue.Event event(String id, JobSpec job, JobOutcome outcome) {
        if (outcome instanceof JobOutcome.Succeeded succeeded) {
            OptionalDouble loss = succeeded.test().stream()
                    .mapToDouble(Evaluation.Result::loss)
                    .findFirst();
            boolean classes = succeeded
                    .model()
                    .map(model -> !model.classNames().isEmpty())
                    .orElse(job.loss() == Loss.SOFTMAX_CROSS_ENTROPY);
            OptionalDouble accuracy = succeeded.test().stream()
                    .filter(test -> classes)
                    .mapToDouble(Evaluation.Result::accuracy)
                    .findFirst();
            return new JobQueue.Event.Ended(
                    id,
                    JobState.SUCCEEDED,
                    "succeeded: fingerprint sha256:" + succeeded.fingerprint(),
                    new JobStatus.Outcome(Optional.of(succeeded.fingerprint()), loss, accuracy, OptionalLong.empty()));
        }
        if (outcome instanceof JobOutcome.Stopped stopped) {
            return new JobQueue.Event.Ended(
                    id,
                    JobState.STOPPED,
                    "stopped as asked, after step " + stopped.step() + ", with a checkpoint",
                    new JobStatus.Outcome(
                            Optional.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalLong.of(stopped.step())));
        }
        if (outcome instanceof JobOutcome.Interrupted interrupted) {
            return new JobQueue.Event.Interrupted(id, interrupted.sentence());
        }
        JobOutcome.Failed failed = (JobOutcome.Failed) outcome;
        return failed.goBack()
                ? new JobQueue.Event.StateLost(id, failed.sentence())
                : new JobQueue.Event.Ended(id, JobState.FAILED, failed.sentence(), JobStatus.Outcome.NONE);
    }
}
