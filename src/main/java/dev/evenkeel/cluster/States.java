package dev.evenkeel.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The states of several replicas after the same step: those that are healthy are the same to the bit.
 *
 * @param digests by the numbers of workers
 */
record States(Map<Integer, Long> digests) {
    States {
        digests = Map.copyOf(digests);
    }

    /** @param digests in the order of the workers */
    static States of(List<Integer> workers, List<Long> digests) {
        Map<Integer, Long> byWorker = new TreeMap<>();
        for (int rank = 0; rank < workers.size(); rank++) {
            byWorker.put(workers.get(rank), digests.get(rank));
        }
        return new States(byWorker);
    }

    boolean agree() {
        return digests.values().stream().distinct().count() <= 1;
    }

    /** The state that more than half of them have. */
    OptionalLong majority() {
        return holders().entrySet().stream()
                .filter(state -> 2 * state.getValue().size() > digests.size())
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /** Workers whose state is not the majority's; all, where there is none. */
    List<Integer> odd() {
        OptionalLong majority = majority();
        return digests.keySet().stream()
                .filter(worker -> majority.isEmpty() || digests.get(worker) != majority.getAsLong())
                .sorted()
                .toList();
    }

    private Map<Long, List<Integer>> holders() {
        Map<Long, List<Integer>> holders = new LinkedHashMap<>();
        new TreeMap<>(digests).forEach((worker, digest) -> holders.computeIfAbsent(digest, d -> new ArrayList<>())
                .add(worker));
        return holders;
    }

    /** {@code "workers 0, 2 have state 5f, worker 1 has state 4e"}. */
    @Override
    public String toString() {
        return holders().entrySet().stream()
                .map(state -> Roster.words(state.getValue())
                        + (state.getValue().size() == 1 ? " has" : " have") + " state "
                        + Long.toHexString(state.getKey()))
                .collect(Collectors.joining(", "));
    }
}
