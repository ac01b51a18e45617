package dev.evenkeel.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an attempt that is called off ends behind: no other begins before every live worker has answered that it is out of this
 * one's buffers. Immutable.
 *
 * @param why the attempt was called off
 * @param awaited numbers of workers who have not answered
 * @param stands by worker, where the others are
 */
record Barrier(String why, Set<Integer> awaited, Map<Integer, Level.Stand> stands) {
    Barrier {
        awaited = Set.copyOf(awaited);
        stands = Map.copyOf(stands);
    }

    static Barrier before(List<Integer> workers, String why) {
        return new Barrier(why, Set.copyOf(workers), Map.of());
    }

    /** A worker is out of the attempt; what nobody waits for is nothing. */
    Barrier answered(int worker, Level.Stand stand) {
        if (!awaited.contains(worker)) {
            return this;
        }
        Map<Integer, Level.Stand> known = new HashMap<>(stands);
        known.put(worker, stand);
        return new Barrier(why, less(worker), known);
    }

    /** A worker is lost, and so is what it has answered. */
    Barrier without(int worker) {
        Map<Integer, Level.Stand> known = new HashMap<>(stands);
        known.remove(worker);
        return new Barrier(why, less(worker), known);
    }

    /** There is one more reason. */
    Barrier also(String reason) {
        return new Barrier(why.isEmpty() ? reason : why + "; " + reason, awaited, stands);
    }

    boolean open() {
        return awaited.isEmpty();
    }

    private Set<Integer> less(int worker) {
        Set<Integer> left = new HashSet<>(awaited);
        left.remove(worker);
        return left;
    }
}
