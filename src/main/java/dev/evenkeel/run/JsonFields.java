package dev.evenkeel.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A JSON object whose fields are read by type. What is not as asked is an {@link IllegalArgumentException} with a phrase. */
record JsonFields(JsonNode object) {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    JsonFields {
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    static JsonFields of(byte[] text) {
        try {
            return new JsonFields(READER.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array can be read", impossible);
        }
    }

    boolean has(String name) {
        return object.has(name);
    }

    String string(String name) {
        return string(name, field(name));
    }

    List<String> strings(String name) {
        return elements(name).stream().map(element -> string(name, element)).toList();
    }

    int integer(String name) {
        return integer(name, field(name));
    }

    long number(String name) {
        JsonNode value = field(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " must be a whole number, but is " + value);
        }
        return value.longValue();
    }

    double real(String name) {
        JsonNode value = field(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + " must be a number, but is " + value);
        }
        return value.doubleValue();
    }

    boolean truth(String name) {
        JsonNode value = field(name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + " must be true or false, but is " + value);
        }
        return value.booleanValue();
    }

    List<Integer> integers(String name) {
        return elements(name).stream().map(element -> integer(name, element)).toList();
    }

    List<JsonFields> objects(String name) {
        return elements(name).stream().map(JsonFields::new).toList();
    }

    JsonFields fields(String name) {
        return new JsonFields(field(name));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<JsonNode> elements(String name) {
        JsonNode list = field(name);
        if (!list.isArray()) {
            throw new IllegalArgumentException(name + " must be a list, but is " + list);
        }
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static String string(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string, but is " + value);
        }
        return value.textValue();
    }

    private static int integer(String name, JsonNode value) {
        if (!value.isInt()) {
            throw new IllegalArgumentException(name + " must be a whole number, but is " + value);
        }
        return value.intValue();
    }

    private JsonNode field(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no \"" + name + "\" in it");
        }
        return value;
    }
}
