package dev.evenkeel.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far members have come who are to train together: what one of them has committed is committed, by the bits that everybody
 * would have computed, so those who are behind get a copy.
 *
 * @param step the latest that one of them has committed
 * @param donor rank of the first of those who have
 * @param behind ranks of those who have not
 */
record Level(long step, int donor, List<Integer> behind) {
    Level {
        behind = List.copyOf(behind);
    }

    /** All stand at that step. */
    static Level at(long step) {
        return new Level(step, 0, List.of());
    }

    /**
     * @param workers their numbers by rank, one at least
     * @param steps by number
     */
    static Level of(List<Integer> workers, Map<Integer, Long> steps) {
        List<Long> byRank = workers.stream().map(steps::get).toList();
        long latest = Collections.max(byRank);
        List<Integer> behind = IntStream.range(0, byRank.size())
                .filter(rank -> byRank.get(rank) < latest)
                .boxed()
                .toList();
        return new Level(latest, byRank.indexOf(latest), behind);
    }
}
