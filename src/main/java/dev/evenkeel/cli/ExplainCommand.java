package dev.evenkeel.cli;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.ReadJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel explain}: what training a job would mean, without training. */
@Command(
        name = "explain",
        description =
                "Trains nothing: prints the job with every default, its digest, shapes, parameters, memory, micro-batches,"
                        + " tree, shards, and what crosses between the workers in a step.")
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JobArguments arguments;

    @Mixin
    private WorkersOption workers;

    @Override
    public Integer call() {
        int count = workers.count();
        ReadJob job = arguments.read();
        Dataset data = Datasets.load(job.spec().data(), job.base());
        job.check(data);
        new Explanation(job.spec(), data, count)
                .lines()
                .forEach(spec.commandLine().getOut()::println);
        return ExitStatus.DONE;
    }
}
