package dev.evenkeel.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Ledger lines as JSON, keys in a fixed order, without blanks: the chain hashes these bytes.
 *
 * <pre>
 * {"previous":"00…","ledger":1,"job":"…","data":"…","arithmetic":1,"samples":1437,
 *   "batch_size":64,"micro_batch":32}
 * {"previous":"…","epoch":1,"step":1,"attempt":1,"samples":[0,64],
 *   "shares":[{"worker":0,"micro_batches":[0,1],"samples":[0,32]},…],"messages":6,"bytes":9312,"state":"0123456789abcdef"}
 * {"previous":"…","epoch":1,"step":2,"attempt":2,"aborted":["worker 1 failed: …"],"samples":[64,128],…}
 * {"previous":"…","model":"…"}
 * </pre>
 *
 * <p>A step that was skipped has {@code "skipped":true} behind its attempt; the others say nothing of it.
 */
final class LedgerJson {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private LedgerJson() {}

    /** A line together with the hash of the line before. */
    record Linked(String previous, LedgerLine line) {}

    static String write(Linked linked) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("previous", linked.previous());
            if (linked.line() instanceof LedgerLine.Start start) {
                write(start, out);
            } else if (linked.line() instanceof LedgerLine.Step step) {
                write(step, out);
            } else if (linked.line() instanceof LedgerLine.End end) {
                out.writeStringField("model", end.model());
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string can be written to", impossible);
        }
        return text.toString();
    }

    private static void write(LedgerLine.Start start, JsonGenerator out) throws IOException {
        out.writeNumberField("ledger", VERSION);
        out.writeStringField("job", start.job());
        out.writeStringField("data", start.data());
        out.writeNumberField("arithmetic", start.arithmetic());
        out.writeNumberField("samples", start.samples());
        out.writeNumberField("batch_size", start.batchSize());
        out.writeNumberField("micro_batch", start.microBatch());
    }

    private static void write(LedgerLine.Step step, JsonGenerator out) throws IOException {
        out.writeNumberField("epoch", step.epoch());
        out.writeNumberField("step", step.step());
        out.writeNumberField("attempt", step.attempt());
        if (step.skipped()) {
            out.writeBooleanField("skipped", true);
        }
        if (!step.aborted().isEmpty()) {
            out.writeArrayFieldStart("aborted");
            for (String reason : step.aborted()) {
                out.writeString(reason);
            }
            out.writeEndArray();
        }
        write("samples", step.samples(), out);
        out.writeArrayFieldStart("shares");
        for (LedgerLine.Share share : step.shares()) {
            out.writeStartObject();
            out.writeNumberField("worker", share.worker());
            write("micro_batches", share.microBatches(), out);
            write("samples", share.samples(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
        if (step.traffic().isPresent()) {
            out.writeNumberField("messages", step.traffic().get().messages());
            out.writeNumberField("bytes", step.traffic().get().bytes());
        }
        out.writeStringField("state", HexFormat.of().toHexDigits(step.state()));
    }

    private static void write(String name, LedgerLine.Range range, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        out.writeNumber(range.from());
        out.writeNumber(range.to());
        out.writeEndArray();
    }

    /** @throws IllegalArgumentException with a phrase that says what is wrong with the line */
    static Linked read(byte[] text) {
        JsonFields fields = JsonFields.of(text);
        return new Linked(fields.string("previous"), line(fields));
    }

    private static LedgerLine line(JsonFields line) {
        if (line.has("ledger")) {
            int version = line.integer("ledger");
            if (version != VERSION) {
                throw new IllegalArgumentException("a ledger of version " + version + ", known is " + VERSION);
            }
            return new LedgerLine.Start(
                    line.string("job"),
                    line.string("data"),
                    line.integer("arithmetic"),
                    line.integer("samples"),
                    line.integer("batch_size"),
                    line.integer("micro_batch"));
        }
        if (line.has("model")) {
            return new LedgerLine.End(line.string("model"));
        }
        return new LedgerLine.Step(
                line.integer("epoch"),
                line.number("step"),
                line.integer("attempt"),
                line.has("skipped") && line.truth("skipped"),
                line.has("aborted") ? line.strings("aborted") : List.of(),
                range(line.integers("samples")),
                line.objects("shares").stream().map(LedgerJson::share).toList(),
                traffic(line),
                HexFormat.fromHexDigitsToLong(line.string("state")));
    }

    private static LedgerLine.Share share(JsonFields share) {
        return new LedgerLine.Share(
                share.integer("worker"), range(share.integers("micro_batches")), range(share.integers("samples")));
    }

    private static Optional<LedgerLine.Traffic> traffic(JsonFields line) {
        if (!line.has("messages")) {
            return Optional.empty();
        }
        return Optional.of(new LedgerLine.Traffic(line.number("messages"), line.number("bytes")));
    }

    private static LedgerLine.Range range(List<Integer> bounds) {
        if (bounds.size() != 2) {
            throw new IllegalArgumentException("a range must be two whole numbers, but is " + bounds);
        }
        return new LedgerLine.Range(bounds.get(0), bounds.get(1));
    }
}
