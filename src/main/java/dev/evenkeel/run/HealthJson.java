package dev.evenkeel.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.Figures;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.health.WeightFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Health figures and verdicts as JSON objects, within lines of {@link MetricsJson}. What has no value has no key.
 *
 * <pre>
 * {"gradient_ratio":0.4,"gradient_slope":0.02,"layers":[
 *   {"index":0,"layer":"layer 1 (dense)","gradient_norm":0.5,"gradient_mean_abs":0.001,"gradient_max_abs":0.02,"weight_norm":7.1,
 *    "update_ratio":0.001},
 *   {"index":1,"layer":"layer 2 (relu)","kind":"relu","activation_mean":0.4,"activation_deviation":0.6,"zeros":0.5,"dead":0.0}]}
 * {"rule":"vanishing-gradient","layer":"layer 1 (dense)","value":1.2E-12,"threshold":1.0E-7,"since_step":1,"action":"warn",
 *   "message":"…","help":"…"}
 * </pre>
 */
final class HealthJson {
    private HealthJson() {}

    static void write(Figures figures, JsonGenerator out) throws IOException {
        write("gradient_ratio", figures.gradientRatio(), out);
        write("gradient_slope", figures.gradientSlope(), out);
        out.writeArrayFieldStart("layers");
        Iterator<WeightFigures> weights = figures.weights().iterator();
        Optional<WeightFigures> next = next(weights);
        for (ActivationFigures activation : figures.activations()) {
            while (next.isPresent() && next.get().index() < activation.index()) {
                write(next.get(), out);
                next = next(weights);
            }
            write(activation, out);
        }
        while (next.isPresent()) {
            write(next.get(), out);
            next = next(weights);
        }
        out.writeEndArray();
    }

    private static Optional<WeightFigures> next(Iterator<WeightFigures> figures) {
        return figures.hasNext() ? Optional.of(figures.next()) : Optional.empty();
    }

    private static void write(WeightFigures weights, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", weights.index());
        out.writeStringField("layer", weights.layer());
        MetricsJson.write("gradient_norm", weights.gradientNorm(), out);
        MetricsJson.write("gradient_mean_abs", weights.gradientMeanAbs(), out);
        MetricsJson.write("gradient_max_abs", weights.gradientMaxAbs(), out);
        MetricsJson.write("weight_norm", weights.weightNorm(), out);
        MetricsJson.write("update_ratio", weights.updateRatio(), out);
        out.writeEndObject();
    }

    private static void write(ActivationFigures activity, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", activity.index());
        out.writeStringField("layer", activity.layer());
        out.writeStringField("kind", activity.kind());
        MetricsJson.write("activation_mean", activity.mean(), out);
        MetricsJson.write("activation_deviation", activity.deviation(), out);
        write("zeros", activity.zeros(), out);
        write("dead", activity.dead(), out);
        write("saturated", activity.saturated(), out);
        out.writeEndObject();
    }

    static void write(Verdict verdict, JsonGenerator out) throws IOException {
        out.writeStringField("rule", verdict.rule().key());
        if (verdict.layer().isPresent()) {
            out.writeStringField("layer", verdict.layer().get());
        }
        write("value", verdict.value(), out);
        write("threshold", verdict.threshold(), out);
        out.writeNumberField("since_step", verdict.since());
        out.writeStringField("action", verdict.action().key());
        out.writeStringField("message", verdict.message());
        out.writeStringField("help", verdict.help());
    }

    private static void write(String name, OptionalDouble value, JsonGenerator out) throws IOException {
        if (value.isPresent()) {
            MetricsJson.write(name, value.getAsDouble(), out);
        }
    }

    static Figures figures(JsonFields fields) {
        List<WeightFigures> weights = new ArrayList<>();
        List<ActivationFigures> activations = new ArrayList<>();
        for (JsonFields layer : fields.objects("layers")) {
            if (layer.has("weight_norm")) {
                weights.add(weights(layer));
            } else {
                activations.add(activation(layer));
            }
        }
        return new Figures(weights, activations);
    }

    private static WeightFigures weights(JsonFields layer) {
        return new WeightFigures(
                layer.integer("index"),
                layer.string("layer"),
                layer.real("gradient_norm"),
                layer.real("gradient_mean_abs"),
                layer.real("gradient_max_abs"),
                layer.real("weight_norm"),
                layer.real("update_ratio"));
    }

    private static ActivationFigures activation(JsonFields layer) {
        return new ActivationFigures(
                layer.integer("index"),
                layer.string("layer"),
                layer.string("kind"),
                layer.real("activation_mean"),
                layer.real("activation_deviation"),
                MetricsJson.optional(layer, "zeros"),
                MetricsJson.optional(layer, "dead"),
                MetricsJson.optional(layer, "saturated"));
    }

    static Verdict verdict(long step, JsonFields verdict) {
        return new Verdict(
                Rule.of(verdict.string("rule")),
                verdict.has("layer") ? Optional.of(verdict.string("layer")) : Optional.empty(),
                step,
                MetricsJson.optional(verdict, "value"),
                MetricsJson.optional(verdict, "threshold"),
                verdict.number("since_step"),
                Action.of(verdict.string("action")),
                verdict.string("message"),
                verdict.string("help"));
    }
}
