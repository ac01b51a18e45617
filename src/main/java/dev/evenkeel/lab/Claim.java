package dev.evenkeel.lab;

import dev.evenkeel.report.Table;

/**
 * A sentence, and what measuring came to.
 *
 * @param sentence as it stands where it comes from
 * @param source who says it
 * @param measured what was measured, in words
 * @param figure the figure that decides, with its spread
 * @param details the figures behind it
 * @param verdict of the rule
 * @param rule how the verdict follows from figures
 */
public record Claim(
        String sentence, String source, String measured, String figure, Table details, Holding verdict, String rule) {
    static final String ARTICLE = "the article";
}
