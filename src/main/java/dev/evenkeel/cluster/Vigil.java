package dev.evenkeel.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The coordinator's watch over its workers' signs of life: whom it takes for dead. Slow is not dead: only that worker is blamed
 * that has something to do, does not move, and is waited for by another one that does live. Immutable; times are nanoseconds of
 * one clock.
 *
 * <p>How long is too long is measured: some times the longest that any worker, or the coordinator itself, has lately been held up, so
 * that a busy machine makes it patient. Longer with each attempt at a step, and never longer than a stated limit.
 *
 * @param limit how long a worker may stand still, or be silent, at the most
 * @param attempt at the step at hand, from 1
 * @param looked when the coordinator looked last
 * @param late the longest that it has lately been held up itself
 */
record Vigil(Duration limit, int attempt, Map<Integer, Sign> signs, long looked, long late) {
    /** How often workers give signs, and the coordinator looks. */
    static final Duration BEAT = Duration.ofMillis(200);

    private static final Duration QUIET = Duration.ofMillis(600);

    /** So many times the longest hold-up is too long. */
    private static final int SILENCE = 3;

    private static final int STANDSTILL = 5;

    /** What is never too long, however steady all was: a garbage collection, a disk that takes its time. */
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);

    private static final Duration LEAST_STANDSTILL = Duration.ofSeconds(10);

    /** A lost message costs an attempt and no worker, so it is given up sooner. */
    private static final Duration LEAST_DEADLOCK = Duration.ofSeconds(3);

    /** Signs of movement before a worker's pace is known: until then its code is being compiled, and the limit alone holds. */
    private static final int ACQUAINTED = 20;

    /** Of a hold-up a 64th is forgotten with every sign: half of it in nine seconds. */
    private static final int FORGOTTEN = 64;

    Vigil {
        signs = Map.copyOf(signs);
    }

    /**
     * What is known of a worker.
     *
     * @param heard when it gave its last sign
     * @param gap the longest time that has lately passed between two signs
     * @param progress of its compute thread, a count
     * @param moved when that count was seen to change
     * @param pause the longest time that has lately passed between two changes
     * @param moves changes that were seen
     * @param busy whether its compute thread has something to do, and does not wait for others
     */
    record Sign(long heard, long gap, long progress, long moved, long pause, int moves, boolean busy) {
        private static Sign first(long now) {
            return new Sign(now, 0, -1, now, 0, 0, false);
        }

        private Sign next(long nextProgress, boolean nextBusy, long now) {
            boolean changed = nextProgress != progress;
            return new Sign(
                    now,
                    lately(gap, now - heard),
                    nextProgress,
                    // Who begins to work, or to work again, has stood still for a reason.
                    changed || nextBusy && !busy ? now : moved,
                    changed ? lately(pause, now - moved) : pause,
                    changed ? moves + 1 : moves,
                    nextBusy);
        }

        private Sign later(long heldUp, long now) {
            return new Sign(
                    Math.min(now, heard + heldUp), gap, progress, Math.min(now, moved + heldUp), pause, moves, busy);
        }

        private Sign movedAt(long now) {
            return new Sign(heard, gap, progress, now, pause, moves, busy);
        }
    }

    /** A worker that is taken for dead, and why. */
    record Suspicion(int worker, String why) {}

    /** Begins to watch over those workers. */
    static Vigil over(Roster roster, Duration limit, long now) {
        Map<Integer, Sign> signs = new HashMap<>();
        roster.numbers().forEach(worker -> signs.put(worker, Sign.first(now)));
        return new Vigil(limit, 1, signs, now, 0);
    }

    /** A sign of life; of a worker that is not watched over, it is nothing. */
    Vigil heard(int worker, long progress, boolean busy, long now) {
        Sign last = signs.get(worker);
        if (last == null) {
            return this;
        }
        Map<Integer, Sign> changed = new HashMap<>(signs);
        changed.put(worker, last.next(progress, busy, now));
        return with(changed);
    }

    Vigil without(int worker) {
        Map<Integer, Sign> left = new HashMap<>(signs);
        left.remove(worker);
        return with(left);
    }

    /** Another attempt at a step begins: that everybody stood still until now is no measure of their pace. */
    Vigil attempt(int number, long now) {
        Map<Integer, Sign> begun = new HashMap<>();
        signs.forEach((worker, sign) -> begun.put(worker, sign.movedAt(now)));
        return new Vigil(limit, number, begun, looked, late);
    }

    /** Looks again. The time that the coordinator itself was held up, as by a sleeping machine, counts against nobody. */
    Vigil look(long now) {
        long heldUp = Math.max(0, now - looked - BEAT.toNanos());
        Map<Integer, Sign> later = new HashMap<>(signs);
        if (heldUp > BEAT.toNanos()) {
            later.replaceAll((worker, sign) -> sign.later(heldUp, now));
        }
        return new Vigil(limit, attempt, later, now, lately(late, Math.min(heldUp, limit.toNanos())));
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
        if (signs.values().stream().noneMatch(this::lives)) {
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

    /**
     * Why nothing goes on, although nobody is to blame: all wait for each other, so a message is lost. Of use while they train.
     */
    Optional<String> deadlock() {
        long tooLong = tooLong(STANDSTILL, Sign::pause, LEAST_DEADLOCK);
        boolean stuck = signs.values().stream()
                .allMatch(sign -> sign.moves() >= ACQUAINTED
                        && !sign.busy()
                        && looked - sign.heard() <= QUIET.toNanos()
                        && looked - sign.moved() > tooLong);
        return signs.values().stream()
                .filter(sign -> stuck)
                .map(sign -> looked - sign.moved())
                .min(Long::compare)
                .map(since -> "all workers have waited for each other for " + seconds(since)
                        + ": a message between them was lost");
    }

    private Stream<Map.Entry<Integer, Sign>> inOrder() {
        return signs.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    private boolean lives(Sign sign) {
        return !silent(sign) && !standsStill(sign);
    }

    private boolean silent(Sign sign) {
        return looked - sign.heard() > tooLong(SILENCE, Sign::gap, LEAST_SILENCE);
    }

    private boolean standsStill(Sign sign) {
        long tooLong = sign.moves() < ACQUAINTED ? limit.toNanos() : tooLong(STANDSTILL, Sign::pause, LEAST_STANDSTILL);
        return sign.busy() && looked - sign.moved() > tooLong;
    }

    private long tooLong(int times, ToLongFunction<Sign> holdUp, Duration least) {
        long longest =
                Math.max(late, signs.values().stream().mapToLong(holdUp).max().orElse(0));
        long patience = Math.max(least.toNanos(), times * longest) << Math.min(attempt - 1, Resolution.ATTEMPTS);
        return Math.min(limit.toNanos(), patience);
    }

    private static long lately(long longest, long now) {
        return Math.max(longest - longest / FORGOTTEN, now);
    }

    private static String seconds(long nanos) {
        return Math.round(nanos / 1e9) + " s";
    }

    private Vigil with(Map<Integer, Sign> changed) {
        return new Vigil(limit, attempt, changed, looked, late);
    }
}
