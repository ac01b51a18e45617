package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.train.AttemptAbortedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes a worker's place to measure the all-reduce between members: the same exchange, transport and fold as in training, with
 * nothing to compute in between. Reports the microseconds of each size as {@link Report.Evaluated}, and ends with whom it
 * reports to.
 */
public final class AllReduceProbe extends AbstractBehavior<Worker.Command> {
    /** Sizes in floats, as {@code src/peers/gloo_allreduce.py} has them, and how often each is measured. */
    public static final List<Size> SIZES = List.of(
            new Size(64, 2000),
            new Size(1024, 2000),
            new Size(16384, 1000),
            new Size(100_010, 300),
            new Size(1_197_066, 60),
            new Size(6_000_000, 20));

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ActorRef<Coordinator.Command> reports;
    private final Kernels kernels;
    private final Hooks.LinkFactory links;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread probe = new Thread(task, "all-reduce-probe");
        probe.setDaemon(true);
        return probe;
    });
    private Optional<MessageExchange> exchange = Optional.empty();

    /** So many floats, so many times. */
    public record Size(int floats, int times) {}

    private AllReduceProbe(
            ActorContext<Worker.Command> context,
            ActorRef<Coordinator.Command> reports,
            Kernels kernels,
            Hooks.LinkFactory links) {
        super(context);
        this.reports = reports;
        this.kernels = kernels;
        this.links = links;
        context.watch(reports);
    }

    public static Behavior<Worker.Command> create(
            ActorRef<Coordinator.Command> reports, Kernels kernels, Hooks.LinkFactory links) {
        return Behaviors.withStash(
                1000,
                stash -> Behaviors.setup(context -> {
                    AllReduceProbe probe = new AllReduceProbe(context, reports, kernels, links);
                    // A peer that begins sooner may be faster than the plan.
                    return Behaviors.receive(Worker.Command.class)
                            .onMessage(Worker.Deliver.class, part -> {
                                stash.stash(part);
                                return Behaviors.same();
                            })
                            .onMessage(Worker.Run.class, run -> {
                                probe.run(run);
                                return stash.unstashAll(probe);
                            })
                            .onSignal(Terminated.class, ended -> Behaviors.stopped())
                            .build();
                }));
    }

    @Override
    public Receive<Worker.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Worker.Deliver.class, this::deliver)
                .onMessage(Worker.Damaged.class, this::damaged)
                .onSignal(Terminated.class, ended -> Behaviors.stopped())
                .onSignal(PostStop.class, this::stopped)
                .build();
    }

    private void run(Worker.Run command) {
        Plan plan = command.plan();
        int rank = command.rank();
        MessageExchange started = new MessageExchange(plan, rank, links.link(plan, rank), DEADLINE, step -> 1);
        exchange = Optional.of(started);
        thread.execute(() -> {
            try {
                AllReduce reduce = new AllReduce(started, kernels.parameter());
                for (int size = 0; size < SIZES.size(); size++) {
                    reports.tell(new Report.Evaluated(rank, size, reduce.measure(SIZES.get(size))));
                }
            } catch (MessageExchange.Missing failed) {
                reports.tell(new Report.WorkerFailed(rank, failed.getMessage()));
            } catch (AttemptAbortedException aborted) {
                // Nobody waits for it any more.
            }
        });
    }

    private Behavior<Worker.Command> deliver(Worker.Deliver command) {
        exchange.ifPresent(current -> current.deliver(command.part()));
        return this;
    }

    private Behavior<Worker.Command> damaged(Worker.Damaged command) {
        reports.tell(new Report.WorkerFailed(0, command.sentence()));
        return this;
    }

    private Behavior<Worker.Command> stopped(PostStop signal) {
        exchange.ifPresent(MessageExchange::abort);
        thread.shutdown();
        return this;
    }
}
