package dev.evenkeel.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What chaos has come to: how many blows hit a step in flight, how long each held the job up, and everything that must not be. */
final class Score {
    /** Exit status of a process that ended as SIGTERM asked. */
    private static final int TERMINATED = 143;

    private final long seed;
    private final Map<Struck, Count> counts = new TreeMap<>();
    private final Map<Newcomer, Integer> joined = new EnumMap<>(Newcomer.class);
    private final Map<Wrong, List<String>> wrong = new EnumMap<>(Wrong.class);
    private final List<Integer> processes = new ArrayList<>();
    private OptionalInt dearestLeave = OptionalInt.empty();
    private long begun = System.nanoTime();
    private int jobs;

    Score(long seed) {
        this.seed = seed;
    }

    /** @param coordinator whether the node was the one where jobs are coordinated */
    record Struck(Blow blow, boolean coordinator) implements Comparable<Struck> {
        @Override
        public int compareTo(Struck other) {
            int targets = Boolean.compare(coordinator, other.coordinator);
            return targets != 0 ? targets : blow.compareTo(other.blow);
        }

        String target() {
            return coordinator ? "coordinator's node" : "worker's node";
        }

        @Override
        public String toString() {
            return target() + ": " + blow;
        }
    }

    /**
     * Blows of a kind.
     *
     * @param missed those that fell between two steps, or when the job was about to end
     * @param seconds from the blow, or its end, to the next committed step
     * @param untilOut how much of that went by until the cluster had taken the node out
     */
    record Count(int missed, List<Double> seconds, List<Double> untilOut) {
        private static final Count NONE = new Count(0, List.of(), List.of());

        private Count plus(Count other) {
            return new Count(missed + other.missed, all(seconds, other.seconds), all(untilOut, other.untilOut));
        }

        private static List<Double> all(List<Double> some, List<Double> others) {
            List<Double> all = new ArrayList<>(some);
            all.addAll(others);
            return List.copyOf(all);
        }

        int inFlight() {
            return seconds.size();
        }
    }

    /** Time counts from now. */
    void begin() {
        begun = System.nanoTime();
    }

    /** A blow that hit while a step was in flight, and after which the job went on: the times of {@link Count}. */
    void hit(Struck struck, double seconds, Optional<Double> untilOut) {
        counts.merge(struck, new Count(0, List.of(seconds), untilOut.stream().toList()), Count::plus);
        say(String.format(Locale.ROOT, "%d. %s: %.2f s", hits(), struck, seconds));
    }

    /**
     * A blow that counts for nothing.
     *
     * @param reasons why attempts were called off since
     */
    void missed(Struck struck, List<String> reasons) {
        counts.merge(struck, new Count(1, List.of(), List.of()), Count::plus);
        say("missed: " + struck + " " + reasons);
    }

    /** A node has computed its first share of a job that ran before it came. */
    void joined(Newcomer how, long step) {
        joined.merge(how, 1, Integer::sum);
        say(how + ", by step " + step);
    }

    /**
     * A node was told to leave.
     *
     * @param reasons why attempts were called off since
     */
    void left(Struck struck, List<String> reasons) {
        dearestLeave = OptionalInt.of(Math.max(reasons.size(), dearestLeave.orElse(0)));
        if (reasons.size() > 1) {
            wrong(Wrong.LEAVE, struck + " cost " + reasons.size() + " attempts: " + reasons);
        }
    }

    /** How it has ended. */
    void leftWith(int node, int status) {
        if (status != TERMINATED) {
            wrong(Wrong.LEAVE, "node " + node + " left with status " + status);
        }
    }

    void jobBegins(String id, List<Integer> workers, int coordinator) {
        processes.add(workers.size() + (workers.contains(coordinator) ? 0 : 1));
        say("job " + id + " on nodes " + workers + ", the coordinator on " + coordinator);
    }

    /** A job under blows has ended, and its books were looked at. */
    void jobDone() {
        jobs++;
    }

    /** Something that must not be: it fails the whole in the end. */
    void wrong(Wrong kind, String what) {
        wrong.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
        say("WRONG: " + what);
    }

    /** A line with the seconds since the begin. */
    void say(String what) {
        System.out.printf(Locale.ROOT, "chaos: %4d s: %s%n", seconds(), what);
    }

    long seed() {
        return seed;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    /** Blows in flight. */
    int hits() {
        return all(true).inFlight() + all(false).inFlight();
    }

    int hitsAtCoordinator() {
        return all(true).inFlight();
    }

    /** All blows at such nodes. */
    Count all(boolean coordinator) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().coordinator() == coordinator)
                .map(Map.Entry::getValue)
                .reduce(Count.NONE, Count::plus);
    }

    Map<Struck, Count> counts() {
        return counts;
    }

    int joined(Newcomer how) {
        return joined.getOrDefault(how, 0);
    }

    List<String> wrong(Wrong kind) {
        return wrong.getOrDefault(kind, List.of());
    }

    /** Everything that must not be. */
    List<String> wrong() {
        return wrong.values().stream().flatMap(List::stream).toList();
    }

    /** Jobs that have ended. */
    int jobs() {
        return jobs;
    }

    /** Processes that a job had when the first blow fell, its coordinator's among them: of every job. */
    List<Integer> processes() {
        return List.copyOf(processes);
    }

    /** Attempts at steps that the dearest leave cost. */
    OptionalInt dearestLeave() {
        return dearestLeave;
    }
}
