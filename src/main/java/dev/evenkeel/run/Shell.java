package dev.evenkeel.run;

import java.util.List;
import java.util.stream.Collectors;

/** Command lines as text. */
public final class Shell {
    private Shell() {}

    /** A line that a POSIX shell splits into these words again. */
    public static String line(List<String> words) {
        return words.stream().map(Shell::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
