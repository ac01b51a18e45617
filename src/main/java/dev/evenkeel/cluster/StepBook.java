package dev.evenkeel.cluster;

import dev.evenkeel.train.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers the members' reports of each step of one attempt until all are in, and sees that they agree: the same loss, the same
 * state, to the bit. Coordinator only.
 */
final class StepBook {
    /**
     * A step that is committed.
     *
     * @param attempt at this step, from 1
     * @param aborted why the attempts at it before were called off
     * @param workers who computed it, by rank
     * @param messages and bytes that crossed between members during the step, as far as it is known
     */
    record Entry(
            StepResult result,
            int attempt,
            List<String> aborted,
            List<Integer> workers,
            long messages,
            long bytes,
            StepTimes times) {}

    private static final class Page {
        private Report.Committed first;
        private int reports;
        private long messages;
        private long bytes;
        private StepTimes times = StepTimes.NONE;
    }

    private final Plan plan;
    private final Map<Long, Page> pages = new TreeMap<>();

    StepBook(Plan plan) {
        this.plan = plan;
    }

    /**
     * Adds a report; gives the entry when it was the last. Reports of other attempts are nothing.
     *
     * @throws IllegalStateException if two members differ, naming both
     */
    Optional<Entry> add(Report.Committed report) {
        if (report.attempt() != plan.attempt()) {
            return Optional.empty();
        }
        long step = report.result().batch().step();
        Page page = pages.computeIfAbsent(step, s -> new Page());
        if (page.first == null) {
            page.first = report;
        }
        check(page.first.worker(), page.first.result(), report.worker(), report.result());
        page.reports++;
        page.messages += report.traffic().messages();
        page.bytes += report.traffic().bytes();
        page.times = page.times.plus(report.traffic().times());
        if (page.reports < plan.members()) {
            return Optional.empty();
        }
        pages.remove(step);
        return Optional.of(entry(page));
    }

    /** The attempt is over, and the survivors have come to that step: what some of them committed is committed. */
    List<Entry> close(long reached) {
        List<Entry> committed = new ArrayList<>();
        pages.forEach((step, page) -> {
            if (step <= reached) {
                committed.add(entry(page));
            }
        });
        pages.clear();
        return committed;
    }

    /** Why attempts at the step after {@code reached} have failed, now that this one has. */
    List<String> aborted(long reached, String why) {
        List<String> reasons = new ArrayList<>(reached == plan.from() ? plan.aborted() : List.of());
        reasons.add(why);
        return reasons;
    }

    private Entry entry(Page page) {
        StepResult result = page.first.result();
        List<String> before = plan.abortedBefore(result.batch().step());
        return new Entry(result, before.size() + 1, before, plan.numbers(), page.messages, page.bytes, page.times);
    }

    /** @throws IllegalStateException if two workers have come to different states */
    static void check(int worker, StepResult result, int other, StepResult its) {
        if (result.digest() != its.digest()) {
            throw new IllegalStateException("step " + result.batch().step() + ": the replicas differ, worker " + worker
                    + " has state " + Long.toHexString(result.digest()) + " and worker " + other + " "
                    + Long.toHexString(its.digest()) + ": memory or arithmetic of one of them is faulty");
        }
    }
}
