package dev.evenkeel.lab;

import dev.evenkeel.report.Chart;
import java.util.List;

/**
 * What an experiment has shown.
 *
 * @param notes what a reader must know to judge the claims
 */
public record Conclusion(List<Claim> claims, List<Chart> charts, List<String> notes) {
    public Conclusion {
        claims = List.copyOf(claims);
        charts = List.copyOf(charts);
        notes = List.copyOf(notes);
    }
}
