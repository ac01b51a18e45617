package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.nn.Network;
import dev.evenkeel.optim.Optimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The members of one job, each with a replica and a thread of its own, joined by a {@link Mailroom} instead of actors. Whatever
 * a test has them do has a deadline.
 */
final class Team {
    private static final Kernels KERNELS = KernelSets.best();
    private static final int DEADLINE_SECONDS = 60;

    private final List<Replica> replicas = new ArrayList<>();
    private final List<Mailroom.Member> exchanges = new ArrayList<>();
    private final Mailroom mailroom;
    private UnaryOperator<Exchange> wrapper = exchange -> exchange;
    private StepObserver observer = StepObserver.NONE;

    /** What one member does. */
    interface Task<T> {
        T run(Replica replica, Exchange exchange) throws Exception;
    }

    private Team(JobSpec job, Dataset data, int members, TrainingState state) {
        mailroom = new Mailroom(members);
        for (int rank = 0; rank < members; rank++) {
            replicas.add(new Replica(job, data, KERNELS, state.copy()));
            exchanges.add(mailroom.member(rank));
        }
    }

    /** A team that starts from the job's initial state. */
    static Team of(JobSpec job, Dataset data, int members) {
        return from(initial(job, data), job, data, members);
    }

    static Team from(TrainingState state, JobSpec job, Dataset data, int members) {
        return new Team(job, data, members, state);
    }

    static TrainingState initial(JobSpec job, Dataset data) {
        Network network = Replica.network(job, data);
        return TrainingState.initial(network, Optimizer.of(job.optimizer()), job.seed());
    }

    /** The same replicas under another number of members, as after somebody joined or left; new ones get a copy of the state. */
    Team regrouped(JobSpec job, Dataset data, int members) {
        Team team = from(state(), job, data, members);
        for (int rank = 0; rank < Math.min(members, replicas.size()); rank++) {
            team.replicas.set(rank, replicas.get(rank));
        }
        return team;
    }

    /** Has every exchange seen through that. */
    Team through(UnaryOperator<Exchange> wrapper) {
        this.wrapper = wrapper;
        return this;
    }

    Team observed(StepObserver observer) {
        this.observer = observer;
        return this;
    }

    /** Runs the task on every member at once; results by rank. The first failure of the lowest rank is thrown. */
    <T> List<T> all(Task<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(replicas.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int rank = 0; rank < replicas.size(); rank++) {
                futures.add(threads.submit(guarded(task, rank)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TrainingException training) {
                throw training;
            }
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException | TimeoutException hung) {
            mailroom.abort();
            throw new AssertionError("a member hangs", hung);
        } finally {
            threads.shutdownNow();
        }
    }

    private <T> Callable<T> guarded(Task<T> task, int rank) {
        Mailroom.Member exchange = exchanges.get(rank);
        Replica replica = replicas.get(rank);
        return () -> {
            try {
                exchange.begin(replica.state().counters().step() + 1);
                return task.run(replica, wrapper.apply(exchange));
            } catch (Throwable failed) {
                if (!(failed instanceof TrainingException)) {
                    mailroom.abort();
                }
                throw failed;
            }
        };
    }

    /** Trains that many steps, members running ahead of one another as they may; the last step's results, by rank. */
    List<StepResult> steps(int count) {
        return all((replica, exchange) -> {
            StepRunner runner = new StepRunner(replica, exchange, observer);
            StepResult last = null;
            for (int i = 0; i < count; i++) {
                exchanges.get(exchange.rank()).begin(replica.state().counters().step() + 1);
                last = runner.run();
            }
            return last;
        });
    }

    /** Trains one step on every member, sees that all agree, and says what came out. */
    StepResult step() {
        List<StepResult> results = steps(1);
        assertEquals(1, new HashSet<>(results).size(), () -> "members differ: " + results);
        return results.get(0);
    }

    /** The state of member 0. */
    TrainingState state() {
        return replicas.get(0).state();
    }

    Network network() {
        return replicas.get(0).network();
    }

    /** Digests of all members' states. */
    List<Long> digests() {
        return replicas.stream()
                .map(replica -> replica.state().digest(KERNELS.parameter()))
                .toList();
    }

    Mailroom.Member exchange(int rank) {
        return exchanges.get(rank);
    }
}
