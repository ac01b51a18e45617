package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.nn.Extent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One object of a job, read key by key. Reading says what a key must be, once: the type, the range, and the default where
 * there is one. What nobody asked for is an unknown key. Every refusal is one sentence: place, key path, rule and value.
 */
final class Section {
    private final ObjectNode object;
    private final String path;
    private final Source source;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(ObjectNode object, String path, Source source) {
        this.object = object;
        this.path = path;
        this.source = source;
    }

    /** Reads a whole tree, and refuses keys that the reader did not ask for. */
    static <T> T read(JsonNode node, String path, Source source, Function<Section, T> reader) {
        if (!(node instanceof ObjectNode object)) {
            String what = path.isEmpty() ? "a job" : path;
            throw source.refuse(path, what + " must be an object of keys and values, but is " + describe(node));
        }
        Section section = new Section(object, path, source);
        T result = reader.apply(section);
        section.refuseUnknown();
        return result;
    }

    boolean has(String key) {
        known.add(key);
        return object.has(key);
    }

    boolean isObject(String key) {
        return has(key) && object.get(key).isObject();
    }

    boolean isText(String key) {
        return has(key) && object.get(key).isTextual();
    }

    boolean isNumber(String key) {
        return has(key) && object.get(key).isNumber();
    }

    /** The section under a key; an empty one where there is none, so that its defaults stand at its own keys. */
    <T> T section(String key, Function<Section, T> reader) {
        JsonNode node = has(key) ? object.get(key) : JsonNodeFactory.instance.objectNode();
        return read(node, at(key), source, reader);
    }

    <T> T requiredSection(String key, String rule, Function<Section, T> reader) {
        require(key, rule);
        return section(key, reader);
    }

    /** A list of at least one section. */
    <T> List<T> sections(String key, String rule, Function<Section, T> reader) {
        if (require(key, rule).isEmpty()) {
            throw mustBe(key, rule);
        }
        return sectionsOrNone(key, rule, reader);
    }

    /** A list of sections, which may be empty or left out. */
    <T> List<T> sectionsOrNone(String key, String rule, Function<Section, T> reader) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode list = object.get(key);
        if (!list.isArray()) {
            throw mustBe(key, rule);
        }
        List<T> results = new ArrayList<>();
        for (JsonNode item : list) {
            results.add(read(item, at(key) + "[" + results.size() + "]", source, reader));
        }
        return results;
    }

    String text(String key, String rule) {
        JsonNode node = require(key, rule);
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw mustBe(key, rule);
        }
        return node.textValue();
    }

    String text(String key, String rule, String otherwise) {
        return has(key) ? text(key, rule) : otherwise;
    }

    /** One of a few words. */
    String choice(String key, List<String> words) {
        return choice(key, words, "one of " + String.join(", ", words));
    }

    /** @param rule what the key must be, where that is more than the words */
    String choice(String key, List<String> words, String rule) {
        String word = text(key, rule);
        if (words.contains(word)) {
            return word;
        }
        throw Similar.to(word, words)
                .map(near -> refuse(key, at(key) + " is " + quote(word) + ": did you mean " + near + "?"))
                .orElseGet(() -> mustBe(key, rule));
    }

    <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
        return has(key) ? Words.constant(type, choice(key, Words.of(type.getEnumConstants()))) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!object.get(key).isBoolean()) {
            throw mustBe(key, "true or false");
        }
        return object.get(key).booleanValue();
    }

    int whole(String key, Range range) {
        String rule = "a whole number" + range.words();
        JsonNode node = require(key, rule);
        if (!isWhole(node) || !node.canConvertToInt() || !range.allows().test(node.intValue())) {
            throw mustBe(key, rule);
        }
        return node.intValue();
    }

    int whole(String key, Range range, int otherwise) {
        return has(key) ? whole(key, range) : otherwise;
    }

    /** Rows and columns: a whole number for both alike, or a list of one for each. */
    Extent extent(String key, Range range) {
        String rule = "a whole number" + range.words() + ", or a list of two, for rows and columns";
        JsonNode node = require(key, rule);
        boolean pair = node.isArray() && node.size() == 2;
        JsonNode rows = pair ? node.get(0) : node;
        JsonNode columns = pair ? node.get(1) : node;
        for (JsonNode size : List.of(rows, columns)) {
            if (!isWhole(size) || !size.canConvertToInt() || !range.allows().test(size.intValue())) {
                throw mustBe(key, rule);
            }
        }
        return new Extent(rows.intValue(), columns.intValue());
    }

    Extent extent(String key, Range range, Extent otherwise) {
        return has(key) ? extent(key, range) : otherwise;
    }

    /** A whole number of 64 bits. */
    long wide(String key, long otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode node = object.get(key);
        if (!isWhole(node) || !node.canConvertToLong()) {
            throw mustBe(key, "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
        return node.longValue();
    }

    /** A number that is finite, also when it is rounded to a float: in the end it meets floats. */
    double number(String key, Range range) {
        String rule = "a number" + range.words();
        JsonNode node = require(key, rule);
        double value = node.doubleValue();
        if (node.isNumber() && !Float.isFinite((float) value)) {
            throw mustBe(key, "a finite number" + range.words());
        }
        if (!node.isNumber() || !range.allows().test(value)) {
            throw mustBe(key, rule);
        }
        return value + 0.0; // −0 becomes +0: they are the same job and must have the same digest
    }

    double number(String key, Range range, double otherwise) {
        return has(key) ? number(key, range) : otherwise;
    }

    InvalidJobException mustBe(String key, String rule) {
        return refuse(key, at(key) + " must be " + rule + ", but is " + describe(object.get(key)));
    }

    /** A refusal in other words, which begin with the key path. */
    InvalidJobException refuse(String key, String sentence) {
        return source.refuse(at(key), sentence);
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private JsonNode require(String key, String rule) {
        if (has(key)) {
            return object.get(key);
        }
        Optional<String> typo = unknownKeys().stream()
                .filter(unknown -> Similar.to(unknown, List.of(key)).isPresent())
                .findFirst();
        if (typo.isPresent()) {
            throw unknown(typo.get());
        }
        throw refuse(key, at(key) + " is missing: it must be " + rule);
    }

    private void refuseUnknown() {
        List<String> unknown = unknownKeys();
        if (!unknown.isEmpty()) {
            throw unknown(unknown.get(0));
        }
    }

    private InvalidJobException unknown(String key) {
        String help = Similar.to(key, known)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "the keys here are " + String.join(", ", known));
        return refuse(key, at(brief(key)) + " is not a known key: " + help);
    }

    private List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>();
        for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                unknown.add(key);
            }
        }
        return unknown;
    }

    private static boolean isWhole(JsonNode node) {
        return node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue());
    }

    private static String describe(JsonNode node) {
        if (node.isTextual()) {
            return quote(node.textValue());
        }
        if (node.isArray()) {
            boolean numbers =
                    node.size() == 2 && node.get(0).isNumber() && node.get(1).isNumber();
            return node.isEmpty() ? "an empty list" : numbers ? node.toString() : "a list";
        }
        if (node.isObject()) {
            return "an object";
        }
        return node.isNull() ? "null, which no key takes" : node.asText();
    }

    private static String quote(String text) {
        return "\"" + brief(text) + "\"";
    }

    private static String brief(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
