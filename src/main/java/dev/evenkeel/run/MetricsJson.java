package dev.evenkeel.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.evenkeel.run.MetricsLine.LayerNorm;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Metrics as JSON, keys in a fixed order, numbers with the fewest digits that read back. By Jackson's own routine:
 * {@code Double.toString} changed with Java 19.
 *
 * <pre>
 * {"epoch":1,"step":1,"loss":2.31,"learning_rate":0.1,"gradient_norms":{"dense-1":0.52}}
 * {"epoch":1,"step":2,"skipped":true}
 * {"epoch":1,"step":1,"health":{…}}                    see HealthJson
 * {"epoch":1,"step":5,"verdict":{"rule":"dead-relu",…}}
 * {"epoch":1,"train_loss":0.71,"test_loss":0.42,"test_accuracy":0.95}
 * </pre>
 */
public final class MetricsJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private MetricsJson() {}

    /** A number as it stands in the file. */
    static String text(double value) {
        return NumberOutput.toString(value, true);
    }

    /** @throws IllegalArgumentException where a number is not finite */
    public static String write(MetricsLine line) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("epoch", line.epoch());
            if (line instanceof MetricsLine.OfStep of) {
                out.writeNumberField("step", of.step());
            }
            if (line instanceof MetricsLine.Step step) {
                write(step, out);
            } else if (line instanceof MetricsLine.Skipped) {
                out.writeBooleanField("skipped", true);
            } else if (line instanceof MetricsLine.Health health) {
                out.writeObjectFieldStart("health");
                HealthJson.write(health.figures(), out);
                out.writeEndObject();
            } else if (line instanceof MetricsLine.Judged judged) {
                out.writeObjectFieldStart("verdict");
                HealthJson.write(judged.verdict(), out);
                out.writeEndObject();
            } else if (line instanceof MetricsLine.Epoch epoch) {
                write(epoch, out);
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string can be written to", impossible);
        }
        return text.toString();
    }

    private static void write(MetricsLine.Step step, JsonGenerator out) throws IOException {
        write("loss", step.loss(), out);
        write("learning_rate", step.learningRate(), out);
        if (!step.gradientNorms().isEmpty()) {
            out.writeObjectFieldStart("gradient_norms");
            for (LayerNorm layer : step.gradientNorms()) {
                write(layer.layer(), layer.norm(), out);
            }
            out.writeEndObject();
        }
    }

    private static void write(MetricsLine.Epoch epoch, JsonGenerator out) throws IOException {
        write("train_loss", epoch.trainLoss(), out);
        if (epoch.testLoss().isPresent()) {
            write("test_loss", epoch.testLoss().getAsDouble(), out);
        }
        if (epoch.testAccuracy().isPresent()) {
            write("test_accuracy", epoch.testAccuracy().getAsDouble(), out);
        }
    }

    static void write(String name, double value, JsonGenerator out) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "no metrics file may hold a number that is not finite: " + name + "=" + value);
        }
        out.writeNumberField(name, value);
    }

    /** @throws IllegalArgumentException with a phrase that says what is wrong with the line */
    public static MetricsLine read(byte[] text) {
        JsonFields line = JsonFields.of(text);
        int epoch = line.integer("epoch");
        if (line.has("step")) {
            return ofStep(epoch, line.number("step"), line);
        }
        return new MetricsLine.Epoch(
                epoch, line.real("train_loss"), optional(line, "test_loss"), optional(line, "test_accuracy"));
    }

    private static MetricsLine ofStep(int epoch, long step, JsonFields line) {
        if (line.has("health")) {
            return new MetricsLine.Health(epoch, step, HealthJson.figures(line.fields("health")));
        }
        if (line.has("verdict")) {
            return new MetricsLine.Judged(epoch, HealthJson.verdict(step, line.fields("verdict")));
        }
        if (line.has("skipped")) {
            return new MetricsLine.Skipped(epoch, step);
        }
        return new MetricsLine.Step(epoch, step, line.real("loss"), line.real("learning_rate"), norms(line));
    }

    private static List<LayerNorm> norms(JsonFields line) {
        if (!line.has("gradient_norms")) {
            return List.of();
        }
        JsonFields norms = line.fields("gradient_norms");
        return norms.names().stream()
                .map(layer -> new LayerNorm(layer, norms.real(layer)))
                .toList();
    }

    static OptionalDouble optional(JsonFields line, String name) {
        return line.has(name) ? OptionalDouble.of(line.real(name)) : OptionalDouble.empty();
    }
}
