package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.train.AttemptAbortedException;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.StepRunner;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingException;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
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
    private final ActorRef<Journal.Command> journal;
    private final Recorded recorded;
    /** Steps that no journal on this node has: a coordinator that takes over may need them. Compute thread only. */
    private final Deque<Report.Unrecorded> unrecorded = new ArrayDeque<>();

    private final ExecutorService thread;
    private final AtomicLong progress = new AtomicLong();
    private volatile Line line;
    private volatile boolean busy;
    private Optional<String> stop = Optional.empty();
    private Replica replica;
    private Evaluation evaluation;

    /**
     * What every worker of a job starts from.
     *
     * @param state taken from here once, by the compute thread; must not change
     * @param deadline after which a compute thread that stands still is taken to hang; a part may be missing for twice as long in
     *     the first attempt at a step, and for twice as long again in each that follows
     */
    public record Setup(
            JobSpec job,
            Dataset data,
            Kernels kernels,
            Supplier<TrainingState> state,
            Duration deadline,
            Hooks hooks) {}

    /** @param recorded by the journal */
    public WorkerCompute(
            int worker,
            Setup setup,
            ActorRef<Coordinator.Command> coordinator,
            ActorRef<Journal.Command> journal,
            Recorded recorded) {
        this.worker = worker;
        this.setup = setup;
        this.line = new Line(worker, coordinator);
        this.journal = journal;
        this.recorded = recorded;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread compute = new Thread(task, "compute-" + worker);
            compute.setDaemon(true);
            return compute;
        });
    }

    int number() {
        return worker;
    }

    void prepare() {
        submit(() -> {
            load();
            line.tell(new Report.Prepared(worker));
        });
    }

    private void load() {
        replica = new Replica(
                setup.job(), setup.data(), setup.kernels(), setup.state().get());
        evaluation = new Evaluation(replica);
        setup.hooks().observer().holds(replica.state());
    }

    /** Answers to another coordinator from now on, and tells it where this worker stands. */
    void serve(ActorRef<Coordinator.Command> next, Optional<Plan> standing) {
        Line anew = new Line(worker, next);
        line = anew;
        submit(() -> {
            if (replica == null) {
                load();
            }
            forgetRecorded();
            unrecorded.forEach(anew::tell);
            List<String> aborted =
                    standing.map(plan -> plan.abortedBefore(step() + 1)).orElse(List.of());
            anew.tell(new Report.Recalled(worker, replica.state().counters(), digest(), aborted, stop));
        });
    }

    private void remember(Plan plan, StepResult result, MessageExchange.Traffic traffic) {
        List<String> aborted = plan.abortedBefore(result.batch().step());
        unrecorded.add(new Report.Unrecorded(worker, result, traffic, plan.numbers(), plan.portions(), aborted));
    }

    /** Steps ahead of the books are remembered, but not without end. */
    private void awaitBooks(MessageExchange exchange) {
        long start = System.nanoTime();
        exchange.holdWhile(() -> {
            // A slow disk is neither a thread that hangs nor a message that is lost.
            progress.incrementAndGet();
            return ahead() && recorded.still(start) < setup.deadline().toNanos();
        });
    }

    private boolean ahead() {
        return step() - recorded.step() >= Recorded.MOST;
    }

    private void forgetRecorded() {
        while (!unrecorded.isEmpty() && unrecorded.getFirst().step() <= recorded.step()) {
            unrecorded.removeFirst();
        }
    }

    MessageExchange exchange(Plan plan, int rank) {
        Timeline timeline = new Timeline(
                setup.data().train().size(),
                setup.job().batchSize(),
                setup.job().epochs());
        Duration deadline = setup.deadline().multipliedBy(1L << plan.tries());
        return new MessageExchange(plan, rank, setup.hooks().links().link(plan, rank), deadline, timeline::epochOf);
    }

    /** Tells the coordinator that this worker lives, and whether its compute thread gets on. */
    void beat(boolean waits) {
        line.beat(progress.get(), busy && !waits);
    }

    /** Begins with a plan: once this member has the plan's state, it trains up to a step. */
    void start(MessageExchange exchange, long until) {
        submit(() -> train(exchange, until, true));
    }

    /** Trains on with a plan that was begun with. */
    void goOn(MessageExchange exchange, long until) {
        submit(() -> train(exchange, until, false));
    }

    private void train(MessageExchange exchange, long until, boolean first) {
        try {
            if (first) {
                level(exchange);
            }
            StepRunner runner = new StepRunner(replica, exchange, this::reached);
            boolean pause = false;
            while (!pause && step() < until) {
                forgetRecorded();
                awaitBooks(exchange);
                if (ahead()) {
                    fail("worker " + worker + " is " + Recorded.MOST
                            + " steps ahead of the books of its node, which have not got on for "
                            + setup.deadline().toSeconds() + " s: see whether its disk does");
                    return;
                }
                exchange.begin(step() + 1);
                StepResult result = runner.run();
                MessageExchange.Traffic traffic = exchange.takeTraffic();
                stop = result.stop();
                remember(exchange.plan(), result, traffic);
                line.tell(new Report.Committed(worker, exchange.plan().attempt(), result, traffic));
                pause = result.pause() || result.stop().isPresent();
            }
            line.tell(new Report.Standing(worker, step()));
        } catch (MessageExchange.Missing missing) {
            disturbed(exchange, missing.getMessage());
        } catch (MessageExchange.Differing differing) {
            line.tell(new Report.Differing(worker, exchange.plan().attempt(), step(), differing.states()));
        }
    }

    /** Brings the members of a plan to its first state: those who were left behind get a copy. */
    private void level(MessageExchange exchange) {
        Plan plan = exchange.plan();
        if (plan.behind().contains(exchange.rank())) {
            replica.adopt((Part.State) exchange.await(plan.donor(), Phase.STATE, 0));
        } else if (exchange.rank() == plan.donor() && !plan.behind().isEmpty()) {
            Part.State copy = replica.state().part();
            plan.behind().forEach(member -> exchange.to(member, Phase.STATE, 0, copy));
        }
        if (step() != plan.from()) {
            throw new IllegalStateException("it stands at step " + step() + ", and the plan begins at " + plan.from());
        }
    }

    private long digest() {
        return replica.state().digest(setup.kernels().parameter());
    }

    private long step() {
        return replica.state().counters().step();
    }

    private void reached(ProtocolPoint point, long step, int rank, int layer) {
        progress.incrementAndGet();
        setup.hooks().observer().reached(point, step, rank, layer);
    }

    void evaluate(long round, int rank, int members) {
        submit(() -> {
            reached(ProtocolPoint.EVALUATE, step(), rank, -1);
            double[] nodes = evaluation.run(rank, members, progress::incrementAndGet);
            line.tell(new Report.Evaluated(worker, round, nodes));
        });
    }

    void snapshot(Journal.Purpose purpose) {
        submit(() -> {
            reached(ProtocolPoint.SNAPSHOT, step(), worker, -1);
            journal.tell(new Journal.Save(purpose, worker, replica.state().copy(), line));
        });
    }

    /** Answers when everything queued so far is over: the thread is out of the buffers then. */
    void acknowledgeAbort(int attempt) {
        submit(() -> line.tell(new Report.Aborted(worker, attempt, step(), digest())));
    }

    /** An attempt has come to nothing, by no worker's fault. */
    void disturbed(MessageExchange exchange, String sentence) {
        line.tell(new Report.Disturbed(worker, exchange.plan().attempt(), sentence));
    }

    void fail(String sentence) {
        line.tell(new Report.WorkerFailed(worker, sentence));
    }

    void close() {
        thread.shutdownNow();
    }

    private void submit(Runnable work) {
        thread.execute(() -> {
            busy = true;
            try {
                work.run();
            } catch (AttemptAbortedException aborted) {
                // The coordinator knows: it called the attempt off.
            } catch (TrainingException judged) {
                line.tell(new Report.WorkerJudged(worker, judged.getMessage(), judged.verdict()));
            } catch (OutOfMemoryError exhausted) {
                fail("worker " + worker + " ran out of memory ("
                        + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB of heap): fewer workers, a smaller batch or more heap (EVENKEEL_JAVA_OPTS=-Xmx…) help");
            } catch (Throwable unexpected) {
                LOG.debug("worker {} failed", worker, unexpected);
                fail("worker " + worker + " failed: " + unexpected);
            } finally {
                busy = false;
            }
        });
    }
}
