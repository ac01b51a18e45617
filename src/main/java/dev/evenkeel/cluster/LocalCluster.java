package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.TrainingRun;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An actor system in this JVM that runs jobs, without a network. Any thread may call it.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final ActorSystem<Guardian.Start> system;
    private final Duration stepTimeout;

    /** Starts with the settings of {@code evenkeel} in the given configuration, over the defaults. */
    public LocalCluster(Config settings) {
        Config config = settings.withFallback(ConfigFactory.load());
        stepTimeout = config.getDuration("evenkeel.step-timeout");
        system = ActorSystem.create(Guardian.create(), "evenkeel", config);
    }

    /** A running job, to be stopped or harmed. */
    public static final class Running {
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final AtomicReference<ActorRef<JobActors.Command>> actors = new AtomicReference<>();
        private final AtomicBoolean stopWished = new AtomicBoolean();

        private Running() {}

        /** These actors train now: the first ones, or those that go on from a checkpoint. */
        private void begun(ActorRef<JobActors.Command> job) {
            actors.set(job);
            if (stopWished.get()) {
                job.tell(new JobActors.Stop());
            }
            begun.complete(null);
        }

        /** Asks for an early end behind a checkpoint; returns at once. */
        public void stop() {
            stopWished.set(true);
            begun.thenRun(() -> actors.get().tell(new JobActors.Stop()));
        }

        /** Ends one of the job's workers as a crash would, in whatever it is about; returns at once. The job goes on without it. */
        public void kill(int worker) {
            begun.thenRun(() -> actors.get().tell(new JobActors.Kill(worker)));
        }
    }

    /**
     * Starts a job; returns at once. One whose replicas differ, where nobody can tell which are right, goes back to its newest
     * checkpoint, once: to whom it happens twice has faulty memory.
     *
     * @param workers worker actors, each with a compute thread
     * @param hooks {@link Hooks#NONE} unless something is to go wrong
     */
    public Running start(TrainingRun run, int workers, Kernels kernels, Hooks hooks, JobListener listener) {
        Running running = new Running();
        JobListener retrying = new Retrying(listener, failed -> back(run, failed)
                .map(again -> {
                    begin(running, again, workers, kernels, hooks, listener);
                    return again;
                })
                .isPresent());
        begin(running, run, workers, kernels, hooks, retrying);
        return running;
    }

    private Optional<TrainingRun> back(TrainingRun run, String failed) {
        try {
            Optional<TrainingRun> again = run.back();
            again.ifPresent(from -> system.log()
                    .warn(
                            "{}; it goes back to step {}",
                            failed,
                            from.state().counters().step()));
            return again;
        } catch (RunException | UncheckedIOException unusable) {
            system.log().warn("it can't go back to a checkpoint: {}", unusable.getMessage());
            return Optional.empty();
        }
    }

    private void begin(
            Running running, TrainingRun run, int workers, Kernels kernels, Hooks hooks, JobListener listener) {
        WorkerCompute.Setup setup =
                new WorkerCompute.Setup(run.job(), run.data(), kernels, run.state()::copy, stepTimeout, hooks);
        system.tell(new Guardian.Start(JobActors.create(run, workers, setup, listener), running));
    }

    /** Ends the actor system, and with it every job that still runs; waits until that is done. */
    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            system.log().warn("the actor system did not end within {} s", CLOSING.toSeconds());
        }
    }

    private static final class Guardian extends AbstractBehavior<Guardian.Start> {
        private record Start(Behavior<JobActors.Command> job, Running running) {}

        private int jobs;

        private Guardian(ActorContext<Start> context) {
            super(context);
        }

        private static Behavior<Start> create() {
            return Behaviors.setup(Guardian::new);
        }

        @Override
        public Receive<Start> createReceive() {
            return newReceiveBuilder().onMessage(Start.class, this::start).build();
        }

        private Behavior<Start> start(Start start) {
            start.running().begun(getContext().spawn(start.job(), "job-" + ++jobs));
            return this;
        }
    }
}
