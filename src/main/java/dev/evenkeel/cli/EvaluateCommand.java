package dev.evenkeel.cli;

import dev.evenkeel.job.Defaults;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.SeenData;
import dev.evenkeel.train.Evaluation;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel evaluate}: how good a model is on data. */
@Command(name = "evaluate", description = "Prints a model's loss and accuracy on data: every sample once, exactly.")
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArguments arguments;

    @Override
    public Integer call() {
        Model model = arguments.model();
        SeenData data = arguments.data(model);
        int samples = data.test().size();
        Evaluation evaluation = new Evaluation(
                model.network(),
                KernelSets.best(),
                model.weights(),
                model.spec().loss(),
                data,
                Defaults.MICRO_BATCH);
        Evaluation.Result result = Evaluation.fold(List.of(evaluation.run(0, 1)), samples, Defaults.MICRO_BATCH);
        String accuracy =
                data.classes() == 0 ? "" : String.format(Locale.ROOT, "  accuracy %.2f %%", 100 * result.accuracy());
        spec.commandLine().getOut().printf(Locale.ROOT, "samples %d  loss %.4f%s%n", samples, result.loss(), accuracy);
        return ExitStatus.DONE;
    }
}
