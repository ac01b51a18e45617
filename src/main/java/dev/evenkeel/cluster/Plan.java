package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.reduce.Portions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who trains together: it stands until the coordinator replaces it, and workers run from step to step by it.
 *
 * @param term counts coordinators
 * @param attempt counts plans within the term, from 1
 * @param aborted why attempts at the first step were called off before: whoever waits becomes more patient with each
 * @param from the last committed step
 * @param donor rank of a member whose state is that of {@code from}
 * @param behind ranks of those whose state is older, who get a copy of the donor's before they begin
 * @param numbers of the workers, by rank
 * @param portions in which every step is dealt to them
 * @param workers by rank
 */
public record Plan(
        String job,
        long term,
        int attempt,
        List<String> aborted,
        long from,
        int donor,
        List<Integer> behind,
        List<Integer> numbers,
        Portions portions,
        List<ActorRef<Worker.Command>> workers) {
    public Plan {
        aborted = List.copyOf(aborted);
        numbers = List.copyOf(numbers);
        behind = List.copyOf(behind);
        workers = List.copyOf(workers);
    }

    /** The first plan of a term, for members whose states are all that of {@code from}. */
    public static Plan first(String job, long term, long from, List<ActorRef<Worker.Command>> workers) {
        List<Integer> numbers = IntStream.range(0, workers.size()).boxed().toList();
        return new Plan(job, term, 1, List.of(), from, 0, List.of(), numbers, Portions.even(workers.size()), workers);
    }

    /** Which attempt at the first step this is, from 1. */
    public int tries() {
        return aborted.size() + 1;
    }

    /** Why attempts at that step were called off. */
    List<String> abortedBefore(long step) {
        return step == from + 1 ? aborted : List.of();
    }

    public int members() {
        return workers.size();
    }
}
