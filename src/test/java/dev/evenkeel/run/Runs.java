package dev.evenkeel.run;

import dev.evenkeel.format.SafetensorsFile;
import dev.evenkeel.format.SafetensorsWriter;
import dev.evenkeel.format.Tensor;
import dev.evenkeel.job.JobDigest;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finished runs for tests, made up: two epochs over 10 samples, as {@link Ledgers} has them. */
public final class Runs {
    static final int STEPS = 2 * Ledgers.STEPS_OF_AN_EPOCH;

    private static final String DATA = "b".repeat(64);
    private static final float[] WEIGHTS = {0.5f, -0f, 3.25f, 1e-7f, 0.1f, 2};

    private Runs() {}

    public static JobSpec job(String... moreKeys) {
        return named("ten", moreKeys);
    }

    static JobSpec named(String name, String... moreKeys) {
        String more = String.join(
                "", List.of(moreKeys).stream().map(key -> ", " + key).toList());
        return JobJson.parse("""
                {"name": "%s", "data": {"type": "digits"}, "layers": [{"type": "dense", "units": 10}],
                 "batch-size": 4, "micro-batch": 2%s}""".formatted(name, more));
    }

    static LedgerLine.Start start(JobSpec job) {
        return new LedgerLine.Start(JobDigest.resumable(job, DATA, 1), DATA, 1, 10, 4, 2);
    }

    /** The ledger's lines of the whole run. */
    public static List<LedgerLine> lines(JobSpec job) {
        List<LedgerLine> lines = Ledgers.lines(STEPS);
        lines.set(0, start(job));
        lines.add(new LedgerLine.End(Sha256.of(model(WEIGHTS))));
        return lines;
    }

    /** A run of this job whose ledger has these lines. */
    public static RunFiles write(Path directory, JobSpec job, List<LedgerLine> lines) throws IOException {
        RunFiles files = new RunFiles(Files.createDirectories(directory));
        Files.writeString(files.job(), JobJson.write(job));
        Files.write(files.model(), model(WEIGHTS));
        Ledgers.write(files.ledger(), lines);
        try (MetricsLog metrics = MetricsLog.create(files.metrics())) {
            for (LedgerLine line : lines) {
                if (line instanceof LedgerLine.Step step) {
                    metrics.append(
                            step.skipped()
                                    ? new MetricsLine.Skipped(step.epoch(), step.step())
                                    : new MetricsLine.Step(
                                            step.epoch(), step.step(), 1.0 / step.step(), 0.1, List.of()));
                }
            }
        }
        return files;
    }

    /** The lines with one replaced, inserted ({@code replaced} 0) or removed. */
    static List<LedgerLine> edited(List<LedgerLine> lines, int at, int replaced, LedgerLine... by) {
        List<LedgerLine> edited = new ArrayList<>(lines);
        edited.subList(at, at + replaced).clear();
        edited.addAll(at, List.of(by));
        return edited;
    }

    /** The bytes of a model of one 2×3 weight and one count. */
    static byte[] model(float... weights) {
        SafetensorsFile file = SafetensorsFile.of(
                Map.of("evenkeel", "{}"),
                List.of(
                        new Tensor.Floats("dense.weight", List.of(2, 3), weights),
                        new Tensor.Longs("batches", List.of(), new long[] {6})));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            SafetensorsWriter.write(file, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
