package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A key in which two jobs differ.
 *
 * @param key its path, such as {@code layers[3].units}
 * @param first what the first job has there, as JSON; {@code nothing} where it has no such key
 * @param second what the second job has there
 */
public record Difference(String key, String first, String second) {
    /** All keys in which two jobs differ, in the order of a job file; also where only their names differ. */
    public static List<Difference> between(JobSpec first, JobSpec second) {
        List<Difference> found = new ArrayList<>();
        compare("", JobKeys.write(first), JobKeys.write(second), found);
        return List.copyOf(found);
    }

    private static void compare(String path, JsonNode a, JsonNode b, List<Difference> found) {
        if (a.equals(b)) {
            return;
        }
        if (a.isObject() && b.isObject()) {
            Set<String> keys = new LinkedHashSet<>();
            a.fieldNames().forEachRemaining(keys::add);
            b.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> compare(path.isEmpty() ? key : path + "." + key, a.path(key), b.path(key), found));
        } else if (a.isArray() && b.isArray()) {
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                compare(path + "[" + i + "]", a.path(i), b.path(i), found);
            }
        } else {
            found.add(new Difference(path, text(a), text(b)));
        }
    }

    private static String text(JsonNode value) {
        return value instanceof MissingNode ? "nothing" : value.toString();
    }
}
