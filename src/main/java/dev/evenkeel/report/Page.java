package dev.evenkeel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.format.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page that is whole: template and values, charts, and the styles and scripts that show them, in one HTML file.
 *
 * @param template of the body, Mustache; {@code {{>chart}}} shows a chart by its {@link Chart#view}
 * @param values for the template
 * @param charts all that the template shows
 */
public record Page(String title, String template, JsonNode values, List<Chart> charts) {
    public Page {
        charts = List.copyOf(charts);
    }

    /** The HTML file; the same bytes from the same page. */
    public String html() {
        String libraryStyle = resource("uplot/uPlot.min.css");
        String pageStyle = resource("page.css");
        String libraryScript = resource("uplot/uPlot.iife.min.js");
        String pageScript = resource("charts.js");
        ObjectNode frame = JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("policy", policy(List.of(libraryStyle, pageStyle), List.of(libraryScript, pageScript)))
                .put("libraryStyle", libraryStyle)
                .put("pageStyle", pageStyle)
                .put("libraryScript", libraryScript)
                .put("pageScript", pageScript)
                .put("body", Template.fill(template, values))
                .put("data", data());
        return Template.fill(resource("page.html"), frame);
    }

    /** The charts as JSON within HTML: no {@code <} in it can end the element around it. */
    private String data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        charts.forEach(chart -> data.set(chart.id(), chart.data()));
        return CanonicalJson.write(data).replace("<", "\\u003c");
    }

    /** Nothing is loaded from anywhere, and nothing runs but these, by their hashes. */
    private static String policy(List<String> styles, List<String> scripts) {
        return Stream.of(
                        "default-src 'none'",
                        "img-src data:",
                        "style-src " + hashes(styles),
                        "script-src " + hashes(scripts),
                        "base-uri 'none'",
                        "form-action 'none'")
                .collect(Collectors.joining("; "));
    }

    private static String hashes(List<String> texts) {
        return texts.stream().map(text -> "'sha256-" + hash(text) + "'").collect(Collectors.joining(" "));
    }

    private static String hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String resource(String name) {
        return Resources.text(Page.class, name);
    }
}
