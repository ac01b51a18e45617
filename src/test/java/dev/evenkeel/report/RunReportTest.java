package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    private Path folder;

    private final JobSpec job = Runs.job("\"epochs\": 2");

    @Test
    void shouldTellOfAFinishedRun() throws Exception {
        List<LedgerLine> lines = Runs.lines(job);
        RunFiles files = Runs.write(folder.resolve("run"), job, lines);

        Page page = RunReport.of(files).page();

        JsonNode view = page.values();
        assertEquals("ten", view.get("job").textValue());
        assertEquals("Finished after 6 steps in 2 epochs.", view.get("outcome").textValue());
        LedgerLine.End end = (LedgerLine.End) lines.get(lines.size() - 1);
        assertEquals(end.model(), view.at("/identity/0/value").textValue());
        assertEquals("sha256:" + "b".repeat(64), view.at("/identity/2/value").textValue());
        assertTrue(view.get("specification").textValue().contains("\"batch-size\" : 4"));
        JsonNode loss = chart(page, "loss");
        assertEquals("[1,2,3,4,5,6]", loss.at("/x/values").toString());
        assertEquals(0.5, loss.at("/series/0/values/1").doubleValue());
        assertEquals("log", loss.at("/y/log").booleanValue() ? "log" : "linear");
    }

    @Test
    void shouldCountWhatEachWorkerComputed() throws Exception {
        RunFiles files = Runs.write(folder.resolve("run"), job, Runs.lines(job));

        JsonNode ledger = RunReport.of(files).page().values().get("ledger");

        long samples = 0;
        for (JsonNode worker : ledger.get("workers")) {
            samples += Long.parseLong(worker.get("samples").textValue());
        }
        assertEquals(2 * 10, samples, ledger.toString());
        assertTrue(ledger.get("summary").textValue().startsWith("6 steps stand in the ledger."), ledger.toString());
    }

    @Test
    void shouldTellOfARunThatIsUnderWay() throws Exception {
        List<LedgerLine> lines = Runs.lines(job);
        RunFiles files = Runs.write(folder.resolve("run"), job, lines.subList(0, 3));
        Files.delete(files.model());

        JsonNode view = RunReport.of(files).page().values();

        assertEquals("Not finished: 2 of 6 steps are done.", view.get("outcome").textValue());
        assertEquals("there is no model yet", view.at("/identity/0/value").textValue());
    }

    @Test
    void shouldTellOfARunThatHasJustBegun() throws Exception {
        RunFiles files = Runs.write(folder.resolve("run"), job, Runs.lines(job).subList(0, 1));

        Page page = RunReport.of(files).page();

        assertEquals(List.of(), page.charts());
        assertTrue(page.html().contains("Not finished: 0 of 6 steps are done."));
    }

    @Test
    void shouldGiveTheSameBytesFromTheSameRun() throws Exception {
        RunFiles files = Runs.write(folder.resolve("run"), job, Runs.lines(job));

        Path first = Files.copy(RunReport.of(files).write(), folder.resolve("first.html"));

        assertEquals(-1, Files.mismatch(first, RunReport.of(files).write()));
    }

    private static JsonNode chart(Page page, String id) {
        return page.charts().stream()
                .filter(chart -> chart.id().equals(id))
                .findFirst()
                .orElseThrow()
                .data();
    }
}
