package dev.evenkeel.job;

import java.util.Map;

/**
 * Where the keys of a job stand, for the beginning of a sentence about one.
 *
 * @param name the file as the user named it; empty for a job that was built in code
 * @param places by key path ({@code layers[3].units}): the place of its value, such as {@code digits.conf:12} or
 *     {@code --set epochs=0}
 */
record Source(String name, Map<String, String> places) {
    Source {
        places = Map.copyOf(places);
    }

    static Source named(String name) {
        return new Source(name, Map.of());
    }

    static Source code() {
        return named("");
    }

    /** A refusal that begins with the place of that key, or with the nearest one around it. */
    InvalidJobException refuse(String path, String sentence) {
        String place = place(path);
        return new InvalidJobException(place.isEmpty() ? sentence : place + ": " + sentence);
    }

    private String place(String path) {
        for (String around = path; !around.isEmpty(); around = parent(around)) {
            String place = places.get(around);
            if (place != null) {
                return place;
            }
        }
        return name;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
