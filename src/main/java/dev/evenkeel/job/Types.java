package dev.evenkeel.job;

import java.util.List;

/**
 * The values of a {@code type} key.
 *
 * @param now what this version knows
 * @param later what the job format has a name for and this version does not train yet
 */
record Types(List<String> now, List<String> later) {
    String read(Section section) {
        String type = section.text("type", "one of " + String.join(", ", now));
        if (later.contains(type)) {
            throw section.refuse(
                    "type",
                    section.at("type") + " is " + type + ", which is not yet in this version: it must be one of "
                            + String.join(", ", now));
        }
        return section.choice("type", now);
    }

    String read(Section section, String otherwise) {
        return section.has("type") ? read(section) : otherwise;
    }
}
