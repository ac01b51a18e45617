package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.run.Tally;
import dev.evenkeel.train.StepTraffic.Volume;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTrafficTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, 97, global, 50",
        "2, 97, global, 50",
        "3, 97, group, 50",
        "5, 256, micro-batch, 50",
        "7, 40, global, 50",
        "3, 64, global, 700"
    })
    void shouldForetellWhatTheLedgerSays(int workers, int batch, String scope, int units) {
        JobSpec job = JobJson.parse("""
                {"name": "one-step", "data": {"type": "synthetic", "train": %d},
                 "layers": [{"type": "dense", "units": %d}, {"type": "batch-norm"}, {"type": "relu"},
                            {"type": "dense", "units": %d}, {"type": "sigmoid"}, {"type": "batch-norm"},
                            {"type": "dense", "units": 10}],
                 "batch-norm": {"scope": %s}, "batch-size": %d, "epochs": 1}""".formatted(
                        batch, units, units, scope.equals("group") ? "{\"group\": 2}" : "\"" + scope + "\"", batch));

        Volume expected = foretell(job, workers).watched();

        Tally tally = train(job, workers);
        assertEquals(1, tally.steps());
        assertEquals(expected, new Volume(tally.messages(), tally.bytes()));
    }

    private static StepTraffic foretell(JobSpec job, int workers) {
        Dataset data = Datasets.load(job.data(), Path.of(""));
        TrainingState state =
                TrainingState.initial(Replica.network(job, data), Optimizer.of(job.optimizer()), job.seed());
        Replica replica = new Replica(job, data, KernelSets.plain(), state);
        return StepTraffic.of(replica, job.batchSize(), workers);
    }

    private Tally train(JobSpec job, int workers) {
        Path run = folder.resolve("run");
        LocalRuns.train(workers, job, RunOptions.defaults().in(run));
        return Tally.of(run.resolve("ledger.jsonl"));
    }
}
