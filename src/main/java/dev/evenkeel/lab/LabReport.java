package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigRenderOptions;
import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.format.CanonicalJson;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Page;
import dev.evenkeel.report.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the laboratory found: {@code lab.json} for programs, {@code lab.html} for people. Only the page tells wall times. */
public final class LabReport {
    private static final int DIGEST_SHOWN = 12;

    private final Scale scale;
    private final Map<Experiment, Observations> seen;
    private final Map<Experiment, Conclusion> conclusions = new LinkedHashMap<>();

    public LabReport(Scale scale, Map<Experiment, Observations> seen) {
        this.scale = scale;
        this.seen = new LinkedHashMap<>(seen);
        seen.forEach((experiment, observed) -> conclusions.put(experiment, experiment.conclude(observed)));
    }

    /** The claims with their verdicts, in order. */
    public List<Claim> claims() {
        return conclusions.values().stream()
                .flatMap(conclusion -> conclusion.claims().stream())
                .toList();
    }

    /** Writes both files. */
    public void write(Path folder) {
        byte[] json = (CanonicalJson.write(json()) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] html = page().html().getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFiles.write(folder.resolve("lab.json"), file -> file.write(json));
            AtomicFiles.write(folder.resolve("lab.html"), file -> file.write(html));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    /** Everything that was found: the same, byte for byte, on any number of workers. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("arithmetic", Arithmetic.VERSION).put("set", scale.key());
        ArrayNode experiments = json.putArray("experiments");
        conclusions.forEach((experiment, conclusion) -> {
            ObjectNode node = experiments
                    .addObject()
                    .put("name", experiment.name())
                    .put("title", experiment.title())
                    .put("command", command(experiment));
            node.set("parameters", ParameterFile.json(experiment.parameters()));
            ArrayNode claims = node.putArray("claims");
            conclusion.claims().forEach(claim -> claims.addObject()
                    .put("sentence", claim.sentence())
                    .put("source", claim.source())
                    .put("measured", claim.measured())
                    .put("figure", claim.figure())
                    .put("verdict", claim.verdict().words())
                    .put("rule", claim.rule())
                    .set("details", claim.details().view()));
            ArrayNode trials = node.putArray("trials");
            seen.get(experiment).byTrial().forEach((key, observed) -> trials.addObject()
                    .put("trial", key)
                    .setAll(observed.toJson()));
        });
        return json;
    }

    Page page() {
        List<Chart> charts = new ArrayList<>();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("scale", scale.key()).put("lead", lead());
        ArrayNode summary = view.putArray("claims");
        ArrayNode experiments = view.putArray("experiments");
        conclusions.forEach((experiment, conclusion) -> {
            ObjectNode node = experiments
                    .addObject()
                    .put("name", experiment.name())
                    .put("title", experiment.title())
                    .put("description", experiment.description())
                    .put("command", command(experiment))
                    .put("parameters", parameters(experiment))
                    .put("trialCount", experiment.trials().size());
            ArrayNode claims = node.putArray("claims");
            for (int i = 0; i < conclusion.claims().size(); i++) {
                ObjectNode claim = view(conclusion.claims().get(i), experiment.name() + "-" + (i + 1));
                claims.add(claim);
                summary.add(claim.deepCopy().put("experiment", experiment.name()));
            }
            ArrayNode drawn = node.putArray("charts");
            conclusion.charts().forEach(chart -> drawn.add(chart.view()));
            charts.addAll(conclusion.charts());
            ArrayNode notes = node.putArray("notes");
            conclusion.notes().forEach(notes::add);
            node.put("hasWallTimes", !conclusion.wallTimes().rows().isEmpty())
                    .set("wallTimes", conclusion.wallTimes().view());
            ArrayNode trials = node.putArray("trials");
            seen.get(experiment).byTrial().forEach((key, observed) -> trials.addObject()
                    .put("trial", key)
                    .put("job", shown(observed.job()))
                    .put("ending", observed.ending())
                    .put("fingerprint", shown(observed.fingerprint())));
        });
        return new Page("Evenkeel laboratory", Resources.text(LabReport.class, "lab.html"), view, charts);
    }

    private String lead() {
        long held = count(Holding.HOLDS);
        long partly = count(Holding.HOLDS_IN_PART);
        return claims().size() + " sentences: " + held + " hold, " + partly + " hold in part, "
                + count(Holding.DOES_NOT_HOLD) + " do not hold here.";
    }

    private long count(Holding holding) {
        return claims().stream().filter(claim -> claim.verdict() == holding).count();
    }

    private static ObjectNode view(Claim claim, String id) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.set("details", claim.details().view());
        return view.put("id", id)
                .put("hasDetails", !claim.details().rows().isEmpty())
                .put("sentence", claim.sentence())
                .put("source", "Said by " + claim.source() + ".")
                .put("measured", claim.measured())
                .put("figure", unbroken(claim.figure()))
                .put("verdict", claim.verdict().words())
                .put(
                        "class",
                        claim.verdict()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'))
                .put("rule", claim.rule());
    }

    /** No line ends within a figure. */
    private static String unbroken(String text) {
        return text.replace(" ± ", "\u00a0±\u00a0").replace("× ", "×\u00a0").replace(" %", "\u00a0%");
    }

    private static String parameters(Experiment experiment) {
        return experiment
                .parameters()
                .root()
                .render(ConfigRenderOptions.defaults()
                        .setOriginComments(false)
                        .setComments(false)
                        .setJson(false));
    }

    private String command(Experiment experiment) {
        return "evenkeel lab " + experiment.name() + (scale == Scale.QUICK ? " --quick" : "");
    }

    private static String shown(String digest) {
        return digest.isEmpty() ? "–" : digest.substring(0, DIGEST_SHOWN) + "…";
    }
}
