package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.LedgerReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who computed what, by the ledger. */
final class Work {
    private final Map<Integer, Long> samples = new TreeMap<>();
    private final Grid shares = new Grid(Axis.linear("samples of a step"));
    private long steps;
    private long repeated;
    private long skipped;
    private long messages;
    private long bytes;
    private Optional<String> model = Optional.empty();

    static Work of(Path ledger) {
        Work work = new Work();
        try (LedgerReader reader = new LedgerReader(ledger)) {
            for (Optional<LedgerReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                work.add(entry.get().line());
            }
        }
        return work;
    }

    private void add(LedgerLine line) {
        if (line instanceof LedgerLine.Step step) {
            steps++;
            repeated += step.attempt() > 1 ? 1 : 0;
            skipped += step.skipped() ? 1 : 0;
            step.traffic().ifPresent(crossed -> {
                messages += crossed.messages();
                bytes += crossed.bytes();
            });
            for (LedgerLine.Share share : step.shares()) {
                samples.merge(share.worker(), (long) share.samples().size(), Long::sum);
                shares.add(
                        "worker " + share.worker(), step.step(), share.samples().size());
            }
        } else if (line instanceof LedgerLine.End end) {
            model = Optional.of(end.model());
        }
    }

    /** SHA-256 of the model, once the run has ended. */
    Optional<String> model() {
        return model;
    }

    Optional<Chart> chart() {
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(shares.heatMap(
                "shares",
                "Samples by worker and step",
                "How many samples of each mini-batch a worker computed; where several steps share a column, their mean. The"
                        + " model does not depend on it.",
                "worker"));
    }

    ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("summary", summary());
        long all = samples.values().stream().mapToLong(Long::longValue).sum();
        ArrayNode workers = view.putArray("workers");
        samples.forEach((worker, count) -> workers.addObject()
                .put("worker", worker)
                .put("samples", Figures.count(count))
                .put("share", Figures.percent(all == 0 ? 0 : (double) count / all)));
        return view;
    }

    private String summary() {
        String retried = repeated == 0
                ? ""
                : " " + Figures.count(repeated) + (repeated == 1 ? " step" : " steps") + " took more than one attempt.";
        String left = skipped == 0
                ? ""
                : " " + Figures.count(skipped) + (skipped == 1 ? " of them was" : " of them were")
                        + " skipped, since something was not finite.";
        String crossed = messages == 0
                ? " No message crossed between workers."
                : " Between the workers crossed " + Figures.count(messages) + " messages with " + Figures.count(bytes)
                        + " bytes of values.";
        return Figures.count(steps) + (steps == 1 ? " step" : " steps") + " stand in the ledger." + left + retried
                + crossed + " 'evenkeel audit' proves from it that every sample was used once per epoch.";
    }
}
