package dev.evenkeel.cluster;

import dev.evenkeel.train.StepResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the members' reports of each step until all are in, and sees that they agree: the same loss, the same state, to the
 * bit. Coordinator only.
 */
final class StepBook {
    /**
     * A step that every member has committed.
     *
     * @param messages and bytes that crossed between members during the step
     */
    record Entry(int attempt, StepResult result, long messages, long bytes, StepTimes times) {}

    private static final class Page {
        private Coordinator.Committed first;
        private int reports;
        private long messages;
        private long bytes;
        private StepTimes times = StepTimes.NONE;
    }

    private final Map<Long, Page> pages = new HashMap<>();

    /**
     * Adds a report; gives the entry when it was the last.
     *
     * @throws IllegalStateException if two members differ, naming both
     */
    Optional<Entry> add(Coordinator.Committed report, int members) {
        long step = report.result().batch().step();
        Page page = pages.computeIfAbsent(step, s -> new Page());
        if (page.first == null) {
            page.first = report;
        }
        check(page.first, report);
        page.reports++;
        page.messages += report.traffic().messages();
        page.bytes += report.traffic().bytes();
        page.times = page.times.plus(report.traffic().times());
        if (page.reports < members) {
            return Optional.empty();
        }
        pages.remove(step);
        return Optional.of(new Entry(page.first.attempt(), page.first.result(), page.messages, page.bytes, page.times));
    }

    private static void check(Coordinator.Committed a, Coordinator.Committed b) {
        if (a.result().digest() != b.result().digest()) {
            throw new IllegalStateException("step " + a.result().batch().step() + ": the replicas differ, worker "
                    + a.rank() + " has state " + Long.toHexString(a.result().digest()) + " and worker " + b.rank() + " "
                    + Long.toHexString(b.result().digest()) + ": memory or arithmetic of one of them is faulty");
        }
    }
}
