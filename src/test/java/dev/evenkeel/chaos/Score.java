package dev.evenkeel.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What chaos has come to: how many blows hit a step in flight, how long each held the job up, and everything that must not be. */
final class Score {
    private final Map<Struck, Count> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long begun = System.nanoTime();
    private int jobs;

    /** @param coordinator whether the node was the one where jobs are coordinated */
    record Struck(Blow blow, boolean coordinator) implements Comparable<Struck> {
        @Override
        public int compareTo(Struck other) {
            int blows = blow.compareTo(other.blow);
            return blows != 0 ? blows : Boolean.compare(coordinator, other.coordinator);
        }

        @Override
        public String toString() {
            return blow + (coordinator ? ", coordinator's node" : "");
        }
    }

    private static final class Count {
        private int missed;
        private int inFlight;
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> untilOut = new ArrayList<>();
    }

    /** A blow that hit while a step was in flight, and after which the job went on: the time to the next committed step. */
    void hit(Struck struck, double seconds) {
        count(struck).inFlight++;
        count(struck).seconds.add(seconds);
        say(String.format(Locale.ROOT, "%d. %s: %.2f s", hits(), struck, seconds));
    }

    /** Time counts from now. */
    void begin() {
        begun = System.nanoTime();
    }

    /** A line with the seconds since the begin. */
    void say(String what) {
        System.out.printf(Locale.ROOT, "chaos: %4d s: %s%n", seconds(), what);
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    /** How much of that went by until the cluster had taken the node out. */
    void out(Struck struck, double seconds) {
        count(struck).untilOut.add(seconds);
    }

    /** A node that came back while steps were committed. */
    void joined(boolean inFlight) {
        Count count = count(new Struck(Blow.JOIN, false));
        if (inFlight) {
            count.inFlight++;
        } else {
            count.missed++;
        }
    }

    /** A blow that fell between two steps, or when the job was about to end: it counts for nothing. */
    void missed(Struck struck) {
        count(struck).missed++;
        say("missed: " + struck);
    }

    /** A job under blows that gave the undisturbed model and clean books. */
    void jobDone() {
        jobs++;
    }

    /** Something that must not be: it fails the whole in the end. */
    void wrong(String what) {
        wrong.add(what);
        say("WRONG: " + what);
    }

    /** Blows in flight. */
    int hits() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().blow() != Blow.JOIN)
                .mapToInt(count -> count.getValue().inFlight)
                .sum();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private Count count(Struck struck) {
        return counts.computeIfAbsent(struck, s -> new Count());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line("%-42s %9s %7s  %s", "", "in flight", "missed", "to the next committed step"));
        counts.forEach((struck, count) -> text.append(line(
                "%-42s %9d %7d  %s%s",
                struck,
                count.inFlight,
                count.missed,
                times(count.seconds),
                count.untilOut.isEmpty() ? "" : "; until the cluster is without it " + times(count.untilOut))));
        text.append(line(
                "%d faults in flight; %d jobs gave the undisturbed model and clean books; %d things wrong; %d s",
                hits(), jobs, wrong.size(), seconds()));
        wrong.forEach(what -> text.append(line("%s", what)));
        return text.toString();
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

    private static String line(String format, Object... values) {
        return "chaos: " + String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
    }
}
