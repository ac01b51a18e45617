package dev.evenkeel.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.chaos.Score.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A score for people, and for programs. */
record Summary(Score score) {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line("%-40s %9s %7s  %s", "", "in flight", "missed", "to the next committed step"));
        score.counts().forEach((struck, count) -> text.append(row(struck.toString(), count)));
        text.append(row("worker's node: all blows", score.all(false)));
        text.append(row("coordinator's node: all blows", score.all(true)));
        for (Newcomer how : Newcomer.values()) {
            text.append(line("%-40s %9d", how, score.joined(how)));
        }
        score.dearestLeave()
                .ifPresent(attempts -> text.append(line("attempts called off by a leave: %d at the most", attempts)));
        text.append(line(
                "%d faults in flight, %d of them on the coordinator's node, in %d jobs of %s processes, in %d s; seed %d",
                score.hits(),
                score.hitsAtCoordinator(),
                score.jobs(),
                range(score.processes()),
                score.seconds(),
                score.seed()));
        for (Wrong kind : Wrong.values()) {
            text.append(line("%d %s", score.wrong(kind).size(), kind));
            score.wrong(kind).forEach(what -> text.append(line("    %s", what)));
        }
        return text.toString();
    }

    /** Writes the same as one JSON object. */
    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("seed", score.seed())
                .put("seconds", score.seconds())
                .put("jobs", score.jobs())
                .put("in_flight", score.hits())
                .put("in_flight_at_coordinator", score.hitsAtCoordinator());
        score.processes().forEach(json.putArray("processes")::add);
        score.counts()
                .forEach((struck, count) -> add(
                        json.withArray("/blows")
                                .addObject()
                                .put("blow", struck.blow().name())
                                .put("coordinator", struck.coordinator()),
                        count));
        add(json.putObject("workers_nodes"), score.all(false));
        add(json.putObject("coordinators_nodes"), score.all(true));
        for (Newcomer how : Newcomer.values()) {
            json.withObject("/joined").put(how.name(), score.joined(how));
        }
        score.dearestLeave().ifPresent(attempts -> json.put("attempts_of_the_dearest_leave", attempts));
        for (Wrong kind : Wrong.values()) {
            json.withObject("/wrong").put(kind.name(), score.wrong(kind).size());
        }
        Files.writeString(file, json.toPrettyString() + "\n");
    }

    private static void add(ObjectNode json, Count count) {
        json.put("in_flight", count.inFlight()).put("missed", count.missed());
        count.seconds().forEach(json.putArray("seconds")::add);
        count.untilOut().forEach(json.putArray("seconds_until_out")::add);
    }

    private static String row(String what, Count count) {
        String resolver =
                count.untilOut().isEmpty() ? "" : "; until the cluster is without it " + times(count.untilOut());
        return line("%-40s %9d %7d  %s%s", what, count.inFlight(), count.missed(), times(count.seconds()), resolver);
    }

    private static String times(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "";
        }
        List<Double> sorted = seconds.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return String.format(Locale.ROOT, "median %.2f s, max %.2f s", median, sorted.get(sorted.size() - 1));
    }

    private static String range(List<Integer> numbers) {
        return numbers.isEmpty() ? "no" : Collections.min(numbers) + " to " + Collections.max(numbers);
    }

    private static String line(String format, Object... values) {
        return "chaos: " + String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
    }
}
