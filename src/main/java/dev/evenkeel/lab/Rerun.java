package dev.evenkeel.lab;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.LedgerReader;
import dev.evenkeel.train.Alone;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.StepObserver;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.StepRunner;
import dev.evenkeel.train.TrainingState;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A finished run, computed once more by a single member, so that its state can be looked at after any step. Every step's state
 * is held against the run's ledger: what is seen here is what the run's workers had.
 */
final class Rerun implements AutoCloseable {
    private final Replica replica;
    private final StepRunner runner;
    private final LedgerReader ledger;

    Rerun(JobSpec job, Dataset data, Kernels kernels, Path ledger) {
        TrainingState initial =
                TrainingState.initial(Replica.network(job, data), Optimizer.of(job.optimizer()), job.seed());
        this.replica = new Replica(job, data, kernels, initial);
        this.runner = new StepRunner(replica, new Alone(), StepObserver.NONE);
        this.ledger = new LedgerReader(ledger);
    }

    long steps() {
        return replica.timeline().steps();
    }

    /** As it is now; not to be changed. */
    TrainingState state() {
        return replica.state();
    }

    /** Computes the next step. */
    StepResult step() {
        StepResult result = runner.run();
        LedgerLine.Step line = nextStep();
        if (line.step() != result.batch().step() || line.state() != result.digest()) {
            throw new IllegalStateException("step " + result.batch().step()
                    + " came to another state than the run's ledger has: the arithmetic contract is broken");
        }
        return result;
    }

    private LedgerLine.Step nextStep() {
        Optional<LedgerReader.Entry> entry = ledger.next();
        while (entry.isPresent() && !(entry.get().line() instanceof LedgerLine.Step)) {
            entry = ledger.next();
        }
        return (LedgerLine.Step) entry.orElseThrow(() -> new IllegalStateException("the ledger ends before the run"))
                .line();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
