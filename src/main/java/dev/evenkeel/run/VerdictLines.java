package dev.evenkeel.run;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Health verdicts as people read them: a line for each rule that fired at a step, whatever the number of layers. */
public final class VerdictLines {
    /** More layers than this are counted, not named. */
    private static final int NAMED = 2;

    private VerdictLines() {}

    /** @param ofOneStep in order of the network */
    public static List<String> of(List<Verdict> ofOneStep) {
        return byRule(ofOneStep).values().stream().map(VerdictLines::line).toList();
    }

    /** What a whole run's verdicts come to; {@code health: 3 verdicts: dead-relu (2), update-ratio (1)}. */
    public static String summary(List<Verdict> verdicts) {
        return "health: " + verdicts.size() + (verdicts.size() == 1 ? " verdict: " : " verdicts: ")
                + byRule(verdicts).entrySet().stream()
                        .map(rule ->
                                rule.getKey().key() + " (" + rule.getValue().size() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static Map<Rule, List<Verdict>> byRule(List<Verdict> verdicts) {
        Map<Rule, List<Verdict>> rules = new EnumMap<>(Rule.class);
        verdicts.forEach(verdict ->
                rules.computeIfAbsent(verdict.rule(), rule -> new ArrayList<>()).add(verdict));
        return rules;
    }

    private static String line(List<Verdict> ofRule) {
        Verdict first = ofRule.get(0);
        return "health, step " + first.step() + ": " + first.message() + others(ofRule.subList(1, ofRule.size())) + "; "
                + first.help() + consequence(first.action());
    }

    private static String others(List<Verdict> others) {
        if (others.isEmpty()) {
            return "";
        }
        return ", likewise "
                + (others.size() <= NAMED
                        ? others.stream().map(v -> v.layer().orElse("")).collect(Collectors.joining(" and "))
                        : "in " + others.size() + " more layers up to "
                                + others.get(others.size() - 1).layer().orElse(""));
    }

    private static String consequence(Action action) {
        return switch (action) {
            case WARN -> "";
            case STOP -> "; the job stops";
            case REDUCE_LEARNING_RATE -> "; the learning rate is reduced";
            case SKIP_STEP -> "; such steps are skipped";
        };
    }
}
