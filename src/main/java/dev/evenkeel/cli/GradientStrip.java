package dev.evenkeel.cli;

import dev.evenkeel.run.MetricsLine.LayerNorm;
import java.util.List;

/**
 * One cell per layer for the norm of its gradient, on a logarithmic scale from 1e-8 to 100, from the layer at the input on: a
 * gradient that vanishes shows as cells that darken to the left, one that explodes as cells that redden. Where colours are
 * unwanted, characters that grow darker stand for them.
 */
final class GradientStrip {
    /** From xterm's 256 colours: dark blue, blue, teal (about 1e-3), green (0.1), yellow, orange, red. */
    private static final int[] COLOURS = {17, 18, 20, 26, 32, 37, 35, 40, 148, 214, 196};

    private static final String CHARACTERS = " .,:;-=+*#@";
    private static final String RESET = "\033[0m";
    private static final int LEAST_POWER = -8;

    private GradientStrip() {}

    /**
     * @param columns for cells; layers beyond are left out
     * @return {@code columns} columns wide, or as many as there are layers
     */
    static String of(List<LayerNorm> norms, int columns, boolean colours) {
        List<LayerNorm> shown = norms.subList(0, Math.min(norms.size(), Math.max(columns, 0)));
        StringBuilder strip = new StringBuilder();
        for (LayerNorm layer : shown) {
            int level = level(layer.norm());
            if (colours) {
                strip.append("\033[48;5;").append(COLOURS[level]).append("m ");
            } else {
                strip.append(CHARACTERS.charAt(level));
            }
        }
        return colours && !shown.isEmpty() ? strip + RESET : strip.toString();
    }

    private static int level(double norm) {
        long power = Math.round(Math.log10(norm)) - LEAST_POWER;
        return (int) Math.max(0, Math.min(power, COLOURS.length - 1));
    }
}
