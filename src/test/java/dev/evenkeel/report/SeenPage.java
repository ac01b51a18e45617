package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What must be so of every page that a reader opens, light or dark, wide or narrow. */
public final class SeenPage {
    /**
     * Per chart its name, how many colours its drawing has, whether it is as wide as its place, and whether it shows what it is
     * of: a colour of its lines at least, since lines may lie on each other; or nearly that colour, since a line that is all slopes
     * is drawn with soft edges only.
     */
    private static final String MARKS = """
            const charts = JSON.parse(document.getElementById("chart-data").textContent);
            const css = getComputedStyle(document.documentElement);
            const inks = (chart) => chart.series
              .filter((line) => line.values.some((value) => value !== null))
              .map((line) => parseInt(css.getPropertyValue("--c" + line.colour).trim().slice(1), 16));
            const near = (ink, colour) => [16, 8, 0]
              .every((shift) => Math.abs((ink >> shift & 255) - (colour >> shift & 255)) <= 32);
            return [...document.querySelectorAll("[data-chart]")].map((place) => {
              const canvas = place.querySelector("canvas");
              if (!canvas) return [place.dataset.chart, 0, false, false];
              const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              for (let i = 0; i < pixels.length; i += 4) {
                if (pixels[i + 3] > 200) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
              }
              const chart = charts[place.dataset.chart];
              const shown = chart.kind !== "lines" || inks(chart).some((ink) => [...colours].some((colour) => near(ink, colour)));
              return [place.dataset.chart, colours.size, canvas.getBoundingClientRect().width <= place.clientWidth + 1, shown];
            });""";

    private SeenPage() {}

    /** Opens a page in every way that readers do and checks it; says how many charts it has. */
    public static int check(Path page, Path folder) throws IOException, InterruptedException {
        int charts = 0;
        try (Browser browser = Browser.start(folder)) {
            browser.requests();
            for (int width : List.of(1200, 390)) {
                for (boolean dark : List.of(false, true)) {
                    String seen = page.getFileName() + ", " + width + (dark ? " dark" : " light");
                    browser.open(page, width, dark);
                    assertEquals(List.of(), browser.console(), seen);
                    assertEquals(
                            List.of(page.toUri().toString()),
                            browser.requests().stream()
                                    .filter(url -> !url.startsWith("data:"))
                                    .distinct()
                                    .toList(),
                            seen);
                    JsonNode marks = browser.run(MARKS);
                    charts = marks.size();
                    for (JsonNode chart : marks) {
                        assertTrue(chart.get(1).intValue() >= 4, seen + ": " + chart);
                        assertTrue(chart.get(2).booleanValue(), seen + ": " + chart);
                        assertTrue(chart.get(3).booleanValue(), seen + " without a line: " + chart);
                    }
                    int wider = browser.run("return document.documentElement.scrollWidth - innerWidth;")
                            .intValue();
                    assertTrue(wider <= 0, seen + " is " + wider + " pixels wider than the window");
                }
            }
        }
        return charts;
    }
}
