package dev.evenkeel.bench;

import java.util.List;
import java.util.regex.Pattern;

/** What a compute thread is about in a training step. */
public enum Phase {
    SAMPLES("reading samples"),
    FORWARD("forward products"),
    INPUT_GRADIENTS("input gradients"),
    WEIGHT_GRADIENTS("weight gradients"),
    STATISTICS("statistics"),
    ELEMENT_WISE("element-wise"),
    ALL_REDUCE("all-reduce"),
    UPDATE("update"),
    HEALTH("health"),
    DIGEST("digest of the state"),
    OTHER("other");

    /** A method on the stack that tells the phase. */
    private record Sign(Pattern method, Phase phase) {
        static Sign of(String method, Phase phase) {
            return new Sign(Pattern.compile("dev\\.evenkeel\\." + method), phase);
        }
    }

    /** In the order in which they are looked for: some call others. */
    private static final List<Sign> SIGNS = List.of(
            Sign.of("nn\\..*\\.parameterGradient", WEIGHT_GRADIENTS),
            Sign.of("train\\.GradientSync\\..*", ALL_REDUCE),
            Sign.of("cluster\\.MessageExchange\\..*", ALL_REDUCE),
            Sign.of("train\\.StatisticsSync\\..*", STATISTICS),
            Sign.of("optim\\..*", UPDATE),
            Sign.of("train\\.(Health|Weight|Activity)Watch\\..*", HEALTH),
            Sign.of("train\\.(ParameterUpdate|UpdateGuard)\\..*", UPDATE),
            Sign.of("train\\.StepRunner\\.tensorSums", UPDATE),
            Sign.of("train\\.TrainingState\\.digest", DIGEST),
            Sign.of("train\\.StepRunner\\.begin", SAMPLES),
            Sign.of("nn\\.(Dense|Conv2d)\\.forward", FORWARD),
            Sign.of("nn\\.(Dense|Conv2d)\\.inputGradient", INPUT_GRADIENTS),
            Sign.of("train\\.StepRunner\\.(forward|loss|backward)", ELEMENT_WISE));

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** In words. */
    public String text() {
        return text;
    }

    /** @param stack qualified names of methods, {@code package.Class.method} */
    static Phase of(List<String> stack) {
        return SIGNS.stream()
                .filter(sign -> stack.stream()
                        .anyMatch(method -> sign.method().matcher(method).matches()))
                .map(Sign::phase)
                .findFirst()
                .orElse(OTHER);
    }
}
