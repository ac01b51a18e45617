package dev.evenkeel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Mustache;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills Mustache templates from trees of texts, lists and truth values. What goes in is escaped for HTML, unless asked otherwise. */
final class Template {
    private Template() {}

    /** @throws com.samskivert.mustache.MustacheException where the template asks for a value that the tree does not have */
    static String fill(String template, JsonNode values) {
        return Mustache.compiler()
                .emptyStringIsFalse(true)
                .withLoader(name -> new StringReader(Resources.text(Template.class, name + ".html")))
                .compile(template)
                .execute(plain(values));
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
    }
}
