package dev.evenkeel.cli;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.Predictor;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel predict}: what a model says of every sample, as CSV. */
@Command(
        name = "predict",
        description = {
            "Prints what a model says of every sample, as CSV with a header: its number from 0, the label, and the"
                    + " probability of each class.",
            "A CSV file may leave the label's column out; then it is all of its rows, not a part.",
            "A model trained on mean squared error gives its outputs instead of probabilities."
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArguments arguments;

    @Override
    public Integer call() {
        Model model = arguments.model();
        PrintWriter out = spec.commandLine().getOut();
        Predictor predictor = new Predictor(model, KernelSets.best());
        List<Predictor.Output> outputs = arguments
                .unlabelled(model)
                .map(predictor::predict)
                .orElseGet(() -> predictor.predict(arguments.data(model).test()));
        out.println(header(model));
        for (int sample = 0; sample < outputs.size(); sample++) {
            out.println(row(sample, outputs.get(sample), model.classNames()));
        }
        return ExitStatus.DONE;
    }

    private static String header(Model model) {
        String each = model.spec().loss() == Loss.SOFTMAX_CROSS_ENTROPY ? "probability " : "output ";
        Stream<String> values = model.classNames().isEmpty()
                ? IntStream.range(0, model.network().output().features()).mapToObj(i -> each + i)
                : model.classNames().stream().map(name -> each + name);
        Stream<String> label = model.classNames().isEmpty() ? Stream.of() : Stream.of("label");
        return line(Stream.of(Stream.of("sample"), label, values).flatMap(columns -> columns));
    }

    private static String row(int sample, Predictor.Output output, List<String> classNames) {
        Stream<String> label = classNames.isEmpty() ? Stream.of() : Stream.of(classNames.get(output.label()));
        Stream<String> values = output.values().stream().map(value -> NumberOutput.toString(value, true));
        return line(Stream.of(Stream.of(String.valueOf(sample)), label, values).flatMap(columns -> columns));
    }

    private static String line(Stream<String> fields) {
        return fields.map(PredictCommand::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String field) {
        return field.matches("[^,\"\\r\\n]*") ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
