package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resolved configuration as a JSON tree, with keys sorted.
 *
 * @param places by key path, the place of each value
 */
record HoconTree(JsonNode root, Map<String, String> places) {
    /** How the place of an overridden value begins. */
    static final String SET = "--set ";

    private static final Pattern LINES = Pattern.compile(": \\d+(-\\d+)?$");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}|-?\\d+\\.?\\d*([eE][+-]?\\d+)?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static HoconTree of(ConfigObject root, String file) {
        Map<String, String> places = new HashMap<>();
        return new HoconTree(node(root, "", file, places), places);
    }

    private static JsonNode node(ConfigValue value, String path, String file, Map<String, String> places) {
        if (!path.isEmpty()) {
            place(value.origin(), file).ifPresent(place -> places.put(path, place));
        }
        if (value instanceof ConfigObject object) {
            ObjectNode node = NODES.objectNode();
            for (String key : new TreeSet<>(object.keySet())) {
                String child = path.isEmpty() ? key : path + "." + key;
                node.set(key, node(object.get(key), child, file, places));
                if (!path.isEmpty() && places.containsKey(child)) {
                    places.putIfAbsent(path, places.get(child)); // an object that was put together
                }
            }
            return node;
        }
        if (value instanceof ConfigList list) {
            ArrayNode node = NODES.arrayNode();
            for (ConfigValue item : list) {
                node.add(node(item, path + "[" + node.size() + "]", file, places));
            }
            return node;
        }
        return scalar(value);
    }

    private static JsonNode scalar(ConfigValue value) {
        Object plain = value.unwrapped();
        if (value.valueType() == ConfigValueType.NULL) {
            return NODES.nullNode();
        } else if (plain instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (plain instanceof Integer whole) {
            return NODES.numberNode((int) whole);
        } else if (plain instanceof Long whole) {
            return NODES.numberNode((long) whole);
        } else if (plain instanceof Number number) {
            return NODES.numberNode(number.doubleValue());
        }
        String text = plain.toString();
        return value.origin().description().startsWith(EnvironmentResolver.ORIGIN)
                ? environmentScalar(text)
                : NODES.textNode(text);
    }

    /** The environment knows texts only: what looks like a number or a truth value is one. */
    private static JsonNode environmentScalar(String text) {
        if (text.equals("true") || text.equals("false")) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (!NUMBER.matcher(text).matches()) {
            return NODES.textNode(text);
        }
        return text.matches("-?\\d{1,18}")
                ? NODES.numberNode(Long.parseLong(text))
                : NODES.numberNode(Double.parseDouble(text));
    }

    /** {@code digits.conf:12}, {@code --set epochs=0} or {@code environment variable EPOCHS}; empty for what was merged. */
    static Optional<String> place(ConfigOrigin origin, String file) {
        String description = origin.description();
        if (description.startsWith(SET)) {
            return Optional.of(LINES.matcher(description).replaceFirst(""));
        }
        if (description.startsWith(EnvironmentResolver.ORIGIN)) {
            return Optional.of(description);
        }
        Matcher lines = LINES.matcher(description);
        return origin.lineNumber() > 0
                        && lines.find()
                        && description.substring(0, lines.start()).equals(file)
                ? Optional.of(file + ":" + origin.lineNumber())
                : Optional.empty();
    }
}
