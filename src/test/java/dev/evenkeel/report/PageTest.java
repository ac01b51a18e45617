package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String HOSTILE = "</script><script>alert('\"&')</script><!--";

    @Test
    void shouldEscapeWhateverComesIn() throws Exception {
        Chart chart = chart(HOSTILE, Series.solid(HOSTILE, 1, List.of(Point.of(1, 2))));
        String html = page(chart).html();

        assertEquals(3, html.split("</script>", -1).length - 1, "ends of scripts");
        assertFalse(html.contains("<script>alert"), "unescaped text");
        assertEquals(HOSTILE, data(html).at("/one/series/0/name").textValue());
    }

    @Test
    void shouldAllowNothingButItsOwnScriptsAndStyles() throws Exception {
        String html = page(chart("loss", Series.solid("training", 1, List.of(Point.of(1, 2)))))
                .html();

        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(html);
        assertTrue(policy.find());
        String allowed = policy.group(1).replace("&#39;", "'").replace("&#x3D;", "=");
        assertTrue(allowed.startsWith("default-src 'none'"), allowed);
        assertFalse(allowed.contains("unsafe"), allowed);
        List<String> inlined = new ArrayList<>();
        inlined.addAll(all("<script>(.*?)</script>", html));
        inlined.addAll(all("<style>(.*?)</style>", html));
        assertEquals(4, inlined.size());
        for (String text : inlined) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            String expected = "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
            assertTrue(allowed.contains(expected), expected + " in " + allowed);
        }
        assertEquals(List.of(), all("(?:src|href)=\"(?!data:,)([^\"#]*)\"", html));
        assertEquals(List.of(), all("( style=)", html.replaceAll("(?s)<script>.*?</script>", "")));
    }

    @Test
    void shouldAlignLinesAndLeaveOutWhatAnAxisCannotShow() {
        LineChart chart = new LineChart(
                "one",
                "loss",
                "",
                Axis.linear("step"),
                Axis.log("loss"),
                List.of(
                        Series.solid("a", 1, List.of(Point.of(1, 0.5), Point.of(3, 0))),
                        new Series("b", 2, 1, List.of(new Point(2, 1, 0.5, 2)))));

        JsonNode data = chart.data();

        assertEquals("[1,2,3]", data.at("/x/values").toString());
        assertEquals("[0.5,null,null]", data.at("/series/0/values").toString());
        assertTrue(data.at("/series/0/low").isMissingNode());
        assertEquals("[null,2,null]", data.at("/series/1/high").toString());
        assertEquals(
                new Table(
                        List.of("step", "a", "b"),
                        List.of(List.of("1", "0.5", "–"), List.of("2", "–", "1 (0.5 to 2)"), List.of("3", "0", "–"))),
                chart.table());
    }

    @Test
    void shouldTellAHeatMapAsATable() {
        HeatMap map = new HeatMap(
                "map",
                "norms",
                "",
                "layer",
                List.of(new HeatMap.Row("1", "layer 1 (dense)"), new HeatMap.Row("3", "layer 3 (dense)")),
                Axis.linear("step"),
                List.of(1.0, 2.0),
                Axis.log("norm"),
                List.of(
                        List.of(OptionalDouble.of(1e-9), OptionalDouble.of(0)),
                        List.of(OptionalDouble.of(0.25), OptionalDouble.empty())));

        assertEquals("[[1E-9,null],[0.25,null]]", map.data().get("cells").toString());
        assertEquals(
                List.of(List.of("layer 1 (dense)", "1·10⁻⁹", "0"), List.of("layer 3 (dense)", "0.25", "–")),
                map.table().rows());
    }

    private static LineChart chart(String title, Series... series) {
        return new LineChart("one", title, title, Axis.linear("step"), Axis.log("loss"), List.of(series));
    }

    private static Page page(Chart chart) {
        var values = JsonNodeFactory.instance.objectNode();
        values.putArray("charts").add(chart.view());
        return new Page(chart.title(), "{{#charts}}{{>chart}}{{/charts}}", values, List.of(chart));
    }

    private static JsonNode data(String html) throws Exception {
        return new JsonMapper()
                .readTree(all("<script type=\"application/json\"[^>]*>(.*?)</script>", html)
                        .get(0));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
