package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.report.Browser;
import dev.evenkeel.report.SeenPage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabPageIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Scale.class)
    void shouldShowEveryChartOfEveryExperiment(Scale scale) throws Exception {
        assumeTrue(Browser.isInstalled(), "no chromium and chromedriver on the PATH: the lab's page was NOT looked at");
        Map<Experiment, Observations> seen = new LinkedHashMap<>();
        Experiments.names().stream()
                .map(name -> Experiments.named(name, scale).orElseThrow())
                .forEach(experiment -> seen.put(experiment, MadeUp.of(experiment)));
        int charts = seen.entrySet().stream()
                .mapToInt(
                        each -> each.getKey().conclude(each.getValue()).charts().size())
                .sum();
        new LabReport(scale, seen).write(folder);

        assertTrue(charts >= 3 * Experiments.names().size(), charts + " charts");
        assertEquals(charts, SeenPage.check(folder.resolve("lab.html"), folder));
    }
}
