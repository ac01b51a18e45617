package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.job.JobDigest;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.Ledger;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsReader;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report of one run, finished or not: what its files tell, for people. */
public final class RunReport {
    private final RunFiles files;
    private final JobSpec job;
    private final LedgerLine.Start start;
    private final Learning learning = new Learning();
    private final Watched watched = new Watched();
    private final Work work;

    private RunReport(RunFiles files) {
        this.files = files;
        this.job = files.readJob();
        this.start = Ledger.start(files.ledger());
        this.work = Work.of(files.ledger());
    }

    /**
     * Reads what a run has left so far.
     *
     * @throws dev.evenkeel.run.RunException where a file of it cannot be read
     */
    public static RunReport of(RunFiles files) {
        RunReport report = new RunReport(files);
        if (Files.exists(files.metrics())) {
            try (MetricsReader metrics = new MetricsReader(files.metrics())) {
                for (Optional<MetricsLine> line = metrics.next(); line.isPresent(); line = metrics.next()) {
                    report.add(line.get());
                }
            }
        }
        return report;
    }

    private void add(MetricsLine line) {
        if (line instanceof MetricsLine.Step step) {
            learning.add(step);
        } else if (line instanceof MetricsLine.Epoch epoch) {
            learning.add(epoch);
        } else if (line instanceof MetricsLine.Health health) {
            watched.add(health);
        } else if (line instanceof MetricsLine.Judged judged) {
            watched.add(judged);
        } else if (line instanceof MetricsLine.Skipped skipped) {
            watched.add(skipped);
        }
    }

    /** Writes {@code report.html} into the run's directory, and says where it is. */
    public Path write() {
        Path file = files.directory().resolve("report.html");
        byte[] html = page().html().getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFiles.write(file, out -> out.write(html));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
        return file;
    }

    /** The report as a page. */
    public Page page() {
        List<Chart> charts = new ArrayList<>();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("job", job.name()).put("outcome", outcome());
        cards(view.putArray("cards"));
        view.set("health", watched.view());
        ArrayNode sections = view.putArray("sections");
        section(sections, "learning", "Learning", learning.curves(), charts);
        section(
                sections,
                "gradients-section",
                "Gradients",
                learning.gradients().stream().toList(),
                charts);
        section(sections, "layers-section", "Updates and activations", watched.charts(), charts);
        ObjectNode ledger = work.view();
        show(ledger.putArray("charts"), work.chart().stream().toList(), charts);
        view.set("ledger", ledger);
        identity(view.putArray("identity"));
        view.put("repro", Files.exists(files.repro()) ? read(files.repro()) : "");
        view.put("specification", JobJson.write(job));
        return new Page(job.name() + ": run report", Resources.text(RunReport.class, "run.html"), view, charts);
    }

    private static void section(ArrayNode sections, String id, String title, List<Chart> shown, List<Chart> all) {
        if (!shown.isEmpty()) {
            ObjectNode section = sections.addObject().put("id", id).put("title", title);
            section.putArray("text");
            show(section.putArray("charts"), shown, all);
        }
    }

    private static void show(ArrayNode views, List<Chart> shown, List<Chart> all) {
        shown.forEach(chart -> views.add(chart.view()));
        all.addAll(shown);
    }

    private String outcome() {
        long steps = learning.last().map(MetricsLine.Step::step).orElse(0L);
        long wanted = (long) job.epochs() * ((start.samples() - 1) / start.batchSize() + 1);
        if (work.model().isPresent()) {
            return "Finished after " + Figures.count(steps) + " steps in " + job.epochs()
                    + (job.epochs() == 1 ? " epoch." : " epochs.");
        }
        return "Not finished: " + Figures.count(steps) + " of " + Figures.count(wanted) + " steps are done.";
    }

    private void cards(ArrayNode cards) {
        learning.lastEpoch().ifPresent(epoch -> {
            epoch.testAccuracy().ifPresent(share -> card(cards, "test accuracy", Figures.percent(share)));
            epoch.testLoss().ifPresent(loss -> card(cards, "test loss", Figures.text(loss)));
            card(cards, "training loss", Figures.text(epoch.trainLoss()));
        });
        card(cards, "training samples", Figures.count(start.samples()));
        card(cards, "batch size", Figures.count(start.batchSize()));
        card(cards, "micro-batch", Figures.count(start.microBatch()));
        card(cards, "seed", String.valueOf(job.seed()));
    }

    private static void card(ArrayNode cards, String name, String value) {
        cards.addObject().put("name", name).put("value", value);
    }

    private void identity(ArrayNode identity) {
        String digest = JobDigest.of(job, start.data(), start.arithmetic());
        card(identity, "fingerprint: SHA-256 of model.safetensors", work.model().orElse("there is no model yet"));
        card(identity, "job digest", "sha256:" + digest);
        card(identity, "data digest", "sha256:" + start.data());
        card(identity, "arithmetic version", String.valueOf(start.arithmetic()));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path + ": " + failed.getMessage(), failed);
        }
    }
}
