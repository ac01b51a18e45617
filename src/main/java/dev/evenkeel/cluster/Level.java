package dev.evenkeel.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How far members have come who are to train together: what one of them has committed is committed, by the bits that everybody
 * would have computed, so those who are behind get a copy. So do those who are not behind, but have another state than most.
 *
 * @param step the latest that one of them has committed
 * @param donor rank of the first of those who have its state
 * @param behind ranks of those who have not
 */
record Level(long step, int donor, List<Integer> behind) {
    Level {
        behind = List.copyOf(behind);
    }

    /**
     * Where a worker stands.
     *
     * @param digest of its state, as its memory has it
     */
    record Stand(long step, long digest) {}

    /** All stand at that step. */
    static Level at(long step) {
        return new Level(step, 0, List.of());
    }

    /**
     * @param workers their numbers by rank, one at least
     * @param stands by number
     * @throws HopelessException if those who have come furthest differ, and none of their states is the majority's
     */
    static Level of(List<Integer> workers, Map<Integer, Stand> stands) {
        long latest =
                workers.stream().mapToLong(w -> stands.get(w).step()).max().orElseThrow();
        Map<Integer, Long> furthest = new HashMap<>();
        workers.stream()
                .filter(worker -> stands.get(worker).step() == latest)
                .forEach(worker -> furthest.put(worker, stands.get(worker).digest()));
        States states = new States(furthest);
        OptionalLong majority = states.majority();
        if (majority.isEmpty()) {
            throw new HopelessException(Resolution.undecided(latest, states));
        }
        Stand right = new Stand(latest, majority.getAsLong());
        List<Integer> behind = IntStream.range(0, workers.size())
                .filter(rank -> !stands.get(workers.get(rank)).equals(right))
                .boxed()
                .toList();
        int donor = IntStream.range(0, workers.size())
                .filter(rank -> !behind.contains(rank))
                .findFirst()
                .orElseThrow();
        return new Level(latest, donor, behind);
    }
}
