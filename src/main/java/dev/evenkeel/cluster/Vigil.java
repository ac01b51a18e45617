package dev.evenkeel.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The coordinator's watch over its workers' signs of life: whom it takes for dead. Slow is not dead: only that worker is blamed
 * that has something to do, does not move, and is waited for by another one that does live. Immutable; times are nanoseconds of
 * one clock.
 *
 * @param limit how long a worker may stand still, or be silent
 * @param looked when the coordinator looked last
 */
record Vigil(Duration limit, Map<Integer, Sign> signs, long looked) {
    /** How often workers give signs, and the coordinator looks. */
    static final Duration BEAT = Duration.ofMillis(200);

    private static final Duration QUIET = Duration.ofSeconds(1);

    Vigil {
        signs = Map.copyOf(signs);
    }

    /**
     * What is known of a worker.
     *
     * @param heard when it gave its last sign
     * @param progress of its compute thread, a count
     * @param moved when that count was seen to change
     * @param busy whether its compute thread has something to do, and does not wait for others
     */
    record Sign(long heard, long progress, long moved, boolean busy) {}

    /** A worker that is taken for dead, and why. */
    record Suspicion(int worker, String why) {}

    /** Begins to watch over those workers. */
    static Vigil over(Roster roster, Duration limit, long now) {
        Map<Integer, Sign> signs = new HashMap<>();
        roster.numbers().forEach(worker -> signs.put(worker, new Sign(now, -1, now, false)));
        return new Vigil(limit, signs, now);
    }

    /** A sign of life; of a worker that is not watched over, it is nothing. */
    Vigil heard(int worker, long progress, boolean busy, long now) {
        Sign last = signs.get(worker);
        if (last == null) {
            return this;
        }
        // Who begins to work, or to work again, has stood still for a reason.
        boolean moved = progress != last.progress() || busy && !last.busy();
        return with(worker, new Sign(now, progress, moved ? now : last.moved(), busy));
    }

    Vigil without(int worker) {
        Map<Integer, Sign> left = new HashMap<>(signs);
        left.remove(worker);
        return new Vigil(limit, left, looked);
    }

    /** Looks again. The time that the coordinator itself was held up, as by a sleeping machine, counts against nobody. */
    Vigil look(long now) {
        long heldUp = now - looked - BEAT.toNanos();
        if (heldUp <= BEAT.toNanos()) {
            return new Vigil(limit, signs, now);
        }
        Map<Integer, Sign> later = new HashMap<>();
        signs.forEach((worker, sign) -> later.put(
                worker,
                new Sign(
                        Math.min(now, sign.heard() + heldUp),
                        sign.progress(),
                        Math.min(now, sign.moved() + heldUp),
                        sign.busy())));
        return new Vigil(limit, later, now);
    }

    /** Workers that have been silent for so long that it is worth asking whether their node is still there. */
    List<Integer> quiet() {
        return inOrder()
                .filter(sign -> looked - sign.getValue().heard() > QUIET.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whom to take for dead now: one at a time, and never the last. */
    Optional<Suspicion> suspicion() {
        if (signs.entrySet().stream().noneMatch(sign -> lives(sign.getValue()))) {
            return Optional.empty();
        }
        return inOrder()
                .filter(sign -> silent(sign.getValue()))
                .map(sign -> new Suspicion(
                        sign.getKey(),
                        "gave no sign of life for "
                                + seconds(looked - sign.getValue().heard())))
                .findFirst()
                .or(this::hung);
    }

    private Optional<Suspicion> hung() {
        boolean waitedFor = signs.values().stream().anyMatch(sign -> lives(sign) && !sign.busy());
        return inOrder()
                .filter(sign -> waitedFor && standsStill(sign.getValue()))
                .map(sign -> new Suspicion(
                        sign.getKey(),
                        "hangs: its compute thread has not moved for "
                                + seconds(looked - sign.getValue().moved()) + ", and others wait for it"))
                .findFirst();
    }

    private Stream<Map.Entry<Integer, Sign>> inOrder() {
        return signs.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    private boolean lives(Sign sign) {
        return !silent(sign) && !standsStill(sign);
    }

    private boolean silent(Sign sign) {
        return looked - sign.heard() > limit.toNanos();
    }

    private boolean standsStill(Sign sign) {
        return sign.busy() && looked - sign.moved() > limit.toNanos();
    }

    private static String seconds(long nanos) {
        return Math.round(nanos / 1e9) + " s";
    }

    private Vigil with(int worker, Sign sign) {
        Map<Integer, Sign> changed = new HashMap<>(signs);
        changed.put(worker, sign);
        return new Vigil(limit, changed, looked);
    }
}
