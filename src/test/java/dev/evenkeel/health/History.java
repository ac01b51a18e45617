package dev.evenkeel.health;

import dev.evenkeel.job.Defaults;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded run: lines of steps and of health from the {@code metrics.jsonl} of a small net on the digits, numbers rounded to four
 * digits. What each run was stands in {@code histories.md} beside the records.
 */
final class History {
    private final List<Judge.Step> steps = new ArrayList<>();

    private History() {}

    /** @param rate the learning rate of its job, on a constant schedule */
    static History of(String name, double rate) throws URISyntaxException {
        History history = new History();
        Path file = Path.of(History.class.getResource(name + ".jsonl").toURI());
        try (MetricsReader reader = new MetricsReader(file)) {
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                if (line.get() instanceof MetricsLine.Step step) {
                    history.steps.add(
                            new Judge.Step(step.step(), step.loss(), step.learningRate() / rate, Optional.empty()));
                } else if (line.get() instanceof MetricsLine.Health health) {
                    Judge.Step last = history.steps.remove(history.steps.size() - 1);
                    history.steps.add(
                            new Judge.Step(last.step(), last.loss(), last.rateShare(), Optional.of(health.figures())));
                }
            }
        }
        return history;
    }

    List<Judge.Step> steps() {
        return steps;
    }

    /** What the default rules say of it. */
    List<Verdict> verdicts() {
        Judge judge = new Judge(Defaults.HEALTH, false);
        List<Verdict> verdicts = new ArrayList<>();
        Memory memory = Memory.START;
        for (Judge.Step step : steps) {
            Judge.Outcome outcome = judge.step(memory, step);
            memory = outcome.memory();
            verdicts.addAll(outcome.verdicts());
        }
        return verdicts;
    }
}
