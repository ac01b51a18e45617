package dev.evenkeel.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is about to write the state, and what for: one worker on each of the first nodes, so that one of them may be lost.
 * Coordinator only.
 */
final class Saving {
    /** Nodes of a job that write each checkpoint and the model, if it has so many. */
    private static final int WRITERS = 2;

    private final Set<Integer> pending = new HashSet<>();
    private final Set<String> fingerprints = new TreeSet<>();
    private Optional<Journal.Purpose> purpose = Optional.empty();

    /** Those who are to write now; who is about it already is not among them. One purpose begins when the one before is over. */
    List<Roster.Member> begin(Journal.Purpose what, Roster roster) {
        purpose = Optional.of(what);
        return roster.writers(WRITERS).stream()
                .filter(writer -> pending.add(writer.number()))
                .toList();
    }

    /** What this worker had begun with is written. */
    void done(int worker) {
        pending.remove(worker);
    }

    /**
     * The model that this worker handed over is written.
     *
     * @throws HopelessException if another node has written another model
     */
    void done(int worker, String fingerprint) {
        pending.remove(worker);
        fingerprints.add(fingerprint);
        if (fingerprints.size() > 1) {
            throw new HopelessException("the nodes have written different models, " + fingerprints
                    + ": memory or arithmetic of one of them is faulty");
        }
    }

    /** Gives what this worker, which is lost, had begun to write. */
    Optional<Journal.Purpose> lost(int worker) {
        return pending.remove(worker) ? purpose : Optional.empty();
    }

    boolean over() {
        return pending.isEmpty();
    }
}
