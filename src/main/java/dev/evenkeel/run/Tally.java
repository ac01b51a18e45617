package dev.evenkeel.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who computed how much in a run, and what crossed between the workers, summed over the steps of its ledger. */
public final class Tally {
    private final Map<Integer, Long> samples = new TreeMap<>();
    private long steps;
    private long aborted;
    private long messages;
    private long bytes;

    /** Of a whole ledger. */
    public static Tally of(Path ledger) {
        Tally tally = new Tally();
        try (LedgerReader reader = new LedgerReader(ledger)) {
            for (Optional<LedgerReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                if (entry.get().line() instanceof LedgerLine.Step step) {
                    tally.add(step);
                }
            }
        }
        return tally;
    }

    void add(LedgerLine.Step step) {
        steps++;
        aborted += step.aborted().size();
        step.shares()
                .forEach(share ->
                        samples.merge(share.worker(), (long) share.samples().size(), Long::sum));
        step.traffic().ifPresent(crossed -> {
            messages += crossed.messages();
            bytes += crossed.bytes();
        });
    }

    /** Samples that each worker computed, by its number. */
    public Map<Integer, Long> samples() {
        return new TreeMap<>(samples);
    }

    public long steps() {
        return steps;
    }

    /** Attempts that were called off and made again. */
    public long aborted() {
        return aborted;
    }

    public long messages() {
        return messages;
    }

    public long bytes() {
        return bytes;
    }
}
