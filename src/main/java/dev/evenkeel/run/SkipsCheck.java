package dev.evenkeel.run;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Steps were skipped only where the job wants that, and the metrics, which nothing chains, tell of the same ones. */
final class SkipsCheck extends LedgerCheck {
    /** More steps than these are counted, not named. */
    private static final int NAMED = 10;

    private final Action action;
    private final Path metrics;
    private final TreeSet<Long> skipped = new TreeSet<>();

    SkipsCheck(JobSpec job, Path metrics) {
        super("skips");
        this.action = job.health().action(Rule.NON_FINITE);
        this.metrics = metrics;
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (!(entry.line() instanceof LedgerLine.Step step) || !step.skipped()) {
            return Optional.empty();
        }
        skipped.add(step.step());
        return action == Action.SKIP_STEP
                ? Optional.empty()
                : Optional.of("step " + step.step() + " was skipped, but the job's health.non-finite.action is "
                        + action.key());
    }

    @Override
    Optional<String> violationAtTheEnd() {
        if (!Files.isRegularFile(metrics)) {
            return Optional.of(metrics + " is not there: it must tell of the steps that the ledger says were skipped");
        }
        TreeSet<Long> told = new TreeSet<>();
        try (MetricsReader reader = new MetricsReader(metrics)) {
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                if (line.get() instanceof MetricsLine.Skipped step) {
                    told.add(step.step());
                }
            }
        }
        if (told.equals(skipped)) {
            return Optional.empty();
        }
        return Optional.of(
                "the ledger tells of " + text(skipped) + ", but " + metrics.getFileName() + " of " + text(told));
    }

    @Override
    String summary() {
        return text(skipped) + ", as " + metrics.getFileName() + " says";
    }

    private static String text(TreeSet<Long> steps) {
        if (steps.isEmpty()) {
            return "no skipped step";
        }
        String first = steps.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return steps.size()
                + (steps.size() == 1 ? " skipped step: " : " skipped steps: ")
                + first
                + (steps.size() > NAMED ? " …" : "");
    }
}
