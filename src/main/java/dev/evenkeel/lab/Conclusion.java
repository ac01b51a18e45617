package dev.evenkeel.lab;

import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Table;
import java.util.List;

/**
 * What an experiment has shown.
 *
 * @param notes what a reader must know to judge the claims
 * @param wallTimes for the page alone, since they are other ones every time; no rows where an experiment has none
 */
public record Conclusion(List<Claim> claims, List<Chart> charts, List<String> notes, Table wallTimes) {
    public Conclusion {
        claims = List.copyOf(claims);
        charts = List.copyOf(charts);
        notes = List.copyOf(notes);
    }

    public Conclusion(List<Claim> claims, List<Chart> charts, List<String> notes) {
        this(claims, charts, notes, new Table(List.of(), List.of()));
    }
}
