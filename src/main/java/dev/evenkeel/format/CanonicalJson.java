package dev.evenkeel.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * JSON whose text depends on its content alone, as RFC 8785 has it: keys sorted by their UTF-16 text, no whitespace, texts
 * escaped only where they must be, numbers as {@link JsonNumber} writes them. Reading such a text and writing it again gives
 * the same text.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The text of a tree.
     *
     * @throws IllegalArgumentException where a number is not finite, a text is no valid Unicode, or a node is of no JSON type
     */
    public static String write(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT ->
                node.properties().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> quoted(entry.getKey()) + ":" + write(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case ARRAY ->
                StreamSupport.stream(node.spliterator(), false)
                        .map(CanonicalJson::write)
                        .collect(Collectors.joining(",", "[", "]"));
            case STRING -> quoted(node.textValue());
            case NUMBER -> JsonNumber.write(node);
            case BOOLEAN, NULL -> node.asText();
            default -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        };
    }

    /** The text of a tree in UTF-8. */
    public static byte[] bytes(JsonNode node) {
        return write(node).getBytes(StandardCharsets.UTF_8);
    }

    /** A text in quotation marks, escaped. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\b' -> quoted.append("\\b");
                case '\t' -> quoted.append("\\t");
                case '\n' -> quoted.append("\\n");
                case '\f' -> quoted.append("\\f");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (point < ' ') {
                        quoted.append(String.format("\\u%04x", point));
                    } else if (Character.getType(point) == Character.SURROGATE) {
                        throw new IllegalArgumentException(
                                String.format("half of a surrogate pair is no text: U+%04X", point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
