package dev.evenkeel.cluster;

import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers the members' reports of each step of one attempt until all are in, and sees whether they agree: the same
 * state, to the bit. Coordinator only.
 */
final class StepBook {
    /**
     * A step that is committed.
     *
     * @param attempt at this step, from 1
     * @param aborted why the attempts at it before were called off
     * @param workers who computed it, by rank
     * @param portions in which it was dealt to them
     * @param messages and bytes that crossed between members during the step, as far as it is known
     */
    record Entry(
            StepResult result,
            int attempt,
            List<String> aborted,
            List<Integer> workers,
            Portions portions,
            long messages,
            long bytes,
            StepTimes times) {}

    /** A step after which replicas that should be the same are not. */
    record Difference(long step, States states) {}

    private static final class Page {
        private final Map<Integer, Report.Committed> reports = new LinkedHashMap<>();
        private long messages;
        private long bytes;
        private StepTimes times = StepTimes.NONE;
    }

    private final Plan plan;
    private final Map<Long, Page> pages = new TreeMap<>();

    StepBook(Plan plan) {
        this.plan = plan;
    }

    /** Adds a report; gives the entry when it was the last, and all agree. Reports of other attempts are nothing. */
    Optional<Entry> add(Report.Committed report) {
        if (report.attempt() != plan.attempt()) {
            return Optional.empty();
        }
        long step = report.result().batch().step();
        Page page = pages.computeIfAbsent(step, s -> new Page());
        page.reports.put(report.worker(), report);
        page.messages += report.traffic().messages();
        page.bytes += report.traffic().bytes();
        page.times = page.times.plus(report.traffic().times());
        if (page.reports.size() < plan.members() || !states(page).agree()) {
            return Optional.empty();
        }
        pages.remove(step);
        return Optional.of(entry(page, report));
    }

    /** The first step that all members have committed, but not to the same state. */
    Optional<Difference> difference() {
        return pages.entrySet().stream()
                .filter(page -> page.getValue().reports.size() == plan.members())
                .map(page -> new Difference(page.getKey(), states(page.getValue())))
                .findFirst();
    }

    /**
     * The attempt is over, and the survivors have come to that step: what some of them committed is committed.
     *
     * @param donor a worker that has, and whose states are right
     */
    List<Entry> close(long reached, int donor) {
        List<Entry> committed = new ArrayList<>();
        pages.forEach((step, page) -> {
            if (step <= reached) {
                Report.Committed any = page.reports.values().iterator().next();
                committed.add(entry(page, page.reports.getOrDefault(donor, any)));
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

    private Entry entry(Page page, Report.Committed right) {
        StepResult result = right.result();
        List<String> before = plan.abortedBefore(result.batch().step());
        return new Entry(
                result,
                before.size() + 1,
                before,
                plan.numbers(),
                plan.portions(),
                page.messages,
                page.bytes,
                page.times);
    }

    private static States states(Page page) {
        Map<Integer, Long> digests = new HashMap<>();
        page.reports.forEach(
                (worker, report) -> digests.put(worker, report.result().digest()));
        return new States(digests);
    }
}
