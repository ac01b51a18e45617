package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.train.AttemptAbortedException;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.StepRunner;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingException;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compute thread of one worker, and what it does: the only thread that touches the replica. The worker actor calls the
 * methods, which queue work and return at once; results and failures go to the coordinator.
 */
public final class WorkerCompute {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCompute.class);

    private final int worker;
    private final Setup setup;
    private final ActorRef<Coordinator.Command> coordinator;
    private final ActorRef<Journal.Command> journal;
    private final ExecutorService thread;
    private Replica replica;
    private Evaluation evaluation;

    /**
     * What every worker of a job starts from.
     *
     * @param state taken from here once, by the compute thread; must not change
     * @param deadline how long a part may be missing before the attempt fails
     */
    public record Setup(
            JobSpec job,
            Dataset data,
            Kernels kernels,
            Supplier<TrainingState> state,
            Duration deadline,
            Hooks hooks) {}

    public WorkerCompute(
            int worker, Setup setup, ActorRef<Coordinator.Command> coordinator, ActorRef<Journal.Command> journal) {
        this.worker = worker;
        this.setup = setup;
        this.coordinator = coordinator;
        this.journal = journal;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread compute = new Thread(task, "compute-" + worker);
            compute.setDaemon(true);
            return compute;
        });
    }

    void prepare() {
        submit(() -> {
            replica = new Replica(
                    setup.job(), setup.data(), setup.kernels(), setup.state().get());
            evaluation = new Evaluation(replica);
            coordinator.tell(new Coordinator.Prepared(worker));
        });
    }

    MessageExchange exchange(Plan plan, int rank) {
        Timeline timeline = new Timeline(
                setup.data().train().size(),
                setup.job().batchSize(),
                setup.job().epochs());
        return new MessageExchange(
                plan, rank, setup.hooks().links().link(plan, rank), setup.deadline(), timeline::epochOf);
    }

    void run(MessageExchange exchange, long until) {
        submit(() -> {
            StepRunner runner = new StepRunner(replica, exchange, setup.hooks().observer());
            boolean pause = false;
            while (!pause && replica.state().counters().step() < until) {
                exchange.begin(replica.state().counters().step() + 1);
                StepResult result = runner.run();
                coordinator.tell(new Coordinator.Committed(
                        exchange.rank(), exchange.plan().attempt(), result, exchange.takeTraffic()));
                pause = result.pause() || result.stop().isPresent();
            }
            coordinator.tell(
                    new Coordinator.Standing(worker, replica.state().counters().step()));
        });
    }

    void evaluate(int rank, int members) {
        submit(() -> coordinator.tell(
                new Coordinator.Evaluated(rank, replica.state().counters().step(), evaluation.run(rank, members))));
    }

    void snapshot(Journal.Purpose purpose) {
        submit(() -> journal.tell(new Journal.Save(purpose, replica.state().copy())));
    }

    /** Answers when everything queued so far is over: the thread is out of the buffers then. */
    void acknowledgeAbort() {
        thread.execute(() -> coordinator.tell(new Coordinator.Aborted(worker)));
    }

    void fail(String sentence) {
        coordinator.tell(new Coordinator.WorkerFailed(worker, sentence));
    }

    void close() {
        thread.shutdownNow();
    }

    private void submit(Runnable work) {
        thread.execute(() -> {
            try {
                work.run();
            } catch (AttemptAbortedException aborted) {
                // The coordinator knows: it called the attempt off.
            } catch (TrainingException failed) {
                failed.verdict()
                        .ifPresentOrElse(
                                verdict -> coordinator.tell(
                                        new Coordinator.WorkerJudged(worker, failed.getMessage(), verdict)),
                                () -> fail(failed.getMessage()));
            } catch (OutOfMemoryError exhausted) {
                fail("worker " + worker + " ran out of memory ("
                        + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB of heap): fewer workers, a smaller batch or more heap (EVENKEEL_JAVA_OPTS=-Xmx…) help");
            } catch (Throwable unexpected) {
                LOG.debug("worker {} failed", worker, unexpected);
                fail("worker " + worker + " failed: " + unexpected);
            }
        });
    }
}
