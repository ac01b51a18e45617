package dev.evenkeel.cluster.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * From where a job that is resumed goes on.
 *
 * @param step of the newest checkpoint on any node; 0 without one
 * @param obstacle why it can't go on from there
 */
record NewestCheckpoint(long step, Optional<String> obstacle) {
    /** @param parts of the job, each opened with what its node has */
    static NewestCheckpoint of(String id, List<Host.Seated> parts) {
        long newest = newest(parts, part -> true);
        if (newest == 0) {
            return new NewestCheckpoint(
                    0, Optional.of("no node has a complete checkpoint of job " + id + ": submit it without --resume"));
        }
        if (newest > newest(parts, part -> !part.desk().workers().isEmpty())) {
            return new NewestCheckpoint(
                    newest,
                    Optional.of("the newest checkpoint, of step " + newest
                            + ", is on a node that had no free worker slot: submit it again when it has one"));
        }
        return new NewestCheckpoint(newest, Optional.empty());
    }

    private static long newest(List<Host.Seated> parts, Predicate<Host.Seated> among) {
        return parts.stream()
                .filter(among)
                .mapToLong(part -> part.state().step())
                .max()
                .orElse(0);
    }
}
