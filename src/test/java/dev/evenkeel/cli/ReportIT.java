package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.processes.Distribution;
import dev.evenkeel.report.Browser;
import dev.evenkeel.report.SeenPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportIT {
    @TempDir
    private Path folder;

    @Test
    void shouldBeWrittenWithTheRunAndAfterIt() throws Exception {
        Distribution.Ended train = train();
        Path page = folder.resolve("run/report.html");
        assertTrue(train.out().contains("\nreport run/report.html\nfingerprint sha256:"), train.out());
        byte[] written = Files.readAllBytes(page);
        Files.delete(page);

        Distribution.Ended report = Distribution.run().in(folder).start("report", "run");

        assertEquals("report run/report.html\n", report.out(), report.err());
        assertEquals(new String(written), Files.readString(page));
    }

    @Test
    void shouldShowEveryChartAndLoadNothing() throws Exception {
        assumeTrue(Browser.isInstalled(), "no chromium and chromedriver on the PATH: the report was NOT looked at");
        assertEquals(0, train().status());

        assertEquals(10, SeenPage.check(folder.resolve("run/report.html"), folder));
    }

    private Distribution.Ended train() throws Exception {
        Path job = Files.writeString(folder.resolve("small.conf"), """
                name = small
                data { type = digits }
                layers = [
                  { type = repeat, times = 3, body = [
                    { type = dense, units = 16, bias = false }, { type = batch-norm }, { type = relu }
                  ] }
                  { type = dense, units = 10 }
                ]
                epochs = 3
                """);
        Object[] arguments = {"train", job, "--workers", "2", "--run-dir", "run", "--report"};
        return Distribution.run().in(folder).start(arguments);
    }
}
