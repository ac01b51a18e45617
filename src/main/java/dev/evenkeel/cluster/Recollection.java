package dev.evenkeel.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a coordinator that takes over learns of steps that are committed and in nobody's books: what the workers that are left
 * remember of them. Coordinator only.
 */
final class Recollection {
    private final Map<Long, List<Report.Unrecorded>> steps = new TreeMap<>();

    void add(Report.Unrecorded report) {
        steps.computeIfAbsent(report.step(), step -> new ArrayList<>()).add(report);
    }

    /**
     * The entries that the books lack.
     *
     * @param recorded the last step that is in somebody's books
     * @param reached the last step that somebody has committed
     * @param donor a worker that has, and whose states are right
     * @throws HopelessException if nobody remembers a step
     */
    List<StepBook.Entry> entries(long recorded, long reached, int donor) {
        List<StepBook.Entry> entries = new ArrayList<>();
        for (long step = recorded + 1; step <= reached; step++) {
            List<Report.Unrecorded> known = steps.getOrDefault(step, List.of());
            if (known.isEmpty()) {
                throw new HopelessException(
                        "step " + step + " is committed, but nobody who is left remembers it: submit the"
                                + " job again with --resume, the model will be the same");
            }
            entries.add(entry(known, donor));
        }
        return entries;
    }

    private static StepBook.Entry entry(List<Report.Unrecorded> known, int donor) {
        Report.Unrecorded first = known.stream()
                .filter(report -> report.worker() == donor)
                .findFirst()
                .orElse(known.get(0));
        long messages = 0;
        long bytes = 0;
        StepTimes times = StepTimes.NONE;
        for (Report.Unrecorded report : known) {
            messages += report.traffic().messages();
            bytes += report.traffic().bytes();
            times = times.plus(report.traffic().times());
        }
        return new StepBook.Entry(
                first.result(),
                first.aborted().size() + 1,
                first.aborted(),
                first.workers(),
                first.portions(),
                messages,
                bytes,
                times);
    }
}
