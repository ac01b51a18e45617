package dev.evenkeel.cluster.node;

import dev.evenkeel.cluster.Addresses;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which nodes have opened their part of a job that is about to begin, and with whom it begins: one that is lost before is left out,
 * if there are enough workers without it.
 */
final class Seating {
    private final List<ClusterJob.Seat> seats;
    private final int minWorkers;
    private final Map<Integer, Host.Seated> open = new TreeMap<>();
    private final Set<Integer> lost = new HashSet<>();

    Seating(List<ClusterJob.Seat> seats, int minWorkers) {
        this.seats = List.copyOf(seats);
        this.minWorkers = Math.max(1, minWorkers);
    }

    /** What is to be done. */
    sealed interface Decision {
        /** Nothing yet. */
        record Wait(String reason) implements Decision {}

        /** The job begins with those parts, in the order of the seats. */
        record Begin(List<Host.Seated> parts, String reason) implements Decision {}

        record Fail(String reason) implements Decision {}

        /** A sentence for an operator; empty where nothing is worth one. */
        String reason();
    }

    /** Something has come of the opening of a seat. */
    Decision on(int seat, Opening.News news) {
        if (news instanceof Opening.News.Refused refused) {
            return new Decision.Fail(refused.sentence());
        }
        if (news instanceof Opening.News.Late) {
            return new Decision.Fail("not every node has opened its part of the job within "
                    + Opening.PATIENCE.toMinutes() + " minutes");
        }
        if (news instanceof Opening.News.Open opened) {
            open.put(seat, opened.part());
            return beginWhenAllAreThere("");
        }
        lost.add(seat);
        open.remove(seat);
        String why = "the node" + Addresses.of(seats.get(seat).host()) + " left or died before the job began";
        int workers = IntStream.range(0, seats.size())
                .filter(other -> !lost.contains(other))
                .map(other -> seats.get(other).workers())
                .sum();
        if (workers < minWorkers) {
            return new Decision.Fail(why + "; of the " + minWorkers + " workers that the job asks for at least, "
                    + workers + " would be left: submit it again");
        }
        return beginWhenAllAreThere(why + "; it begins with " + workers + " workers");
    }

    private Decision beginWhenAllAreThere(String reason) {
        return open.size() + lost.size() == seats.size()
                ? new Decision.Begin(List.copyOf(open.values()), reason)
                : new Decision.Wait(reason);
    }
}
