package dev.evenkeel.cli;

import java.util.Map;
import java.util.Optional;

/**
 * A terminal that can redraw a line.
 *
 * @param columns its width
 * @param colours whether it may show 256 colours
 */
record Terminal(int columns, boolean colours) {
    /** Set by the launcher to the width where standard error is a terminal: Java can't tell. */
    private static final String COLUMNS = "evenkeel.columns";

    private static final int LEAST = 20;

    /** The terminal behind standard error; empty where there is none, or one that can't redraw. */
    static Optional<Terminal> detect() {
        return detect(System.getProperty(COLUMNS, "0"), System.getenv());
    }

    /**
     * @param columns the value of the system property {@link #COLUMNS}
     * @param environment the environment variables: {@code TERM}, and {@code NO_COLOR} (any text) where colours are unwanted
     */
    static Optional<Terminal> detect(String columns, Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "dumb");
        if (!columns.matches("[1-9][0-9]{1,4}") || Integer.parseInt(columns) < LEAST || type.equals("dumb")) {
            return Optional.empty();
        }
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return Optional.of(new Terminal(Integer.parseInt(columns), colours));
    }
}
