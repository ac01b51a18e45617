package dev.evenkeel.run;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file {@code ledger.jsonl}: who computed which samples in which step, and the state that came out, each line holding
 * the hash of the line before. Changing a line later breaks the chain behind it.
 *
 * <p>The chain's head is part of the training state, so {@link #next} is a pure function: every member of a run can move
 * its head without a file. A hash is the SHA-256 of a line's bytes as they stand in the file, without the newline; the
 * first line follows {@link #GENESIS}.
 */
public final class Ledger implements Closeable {
    /** The head of a chain without lines: 64 zeros. */
    public static final String GENESIS = "0".repeat(64);

    private static final long AFTER_THE_LAST = Long.MAX_VALUE;

    private final LineFile file;
    private String head;
    private long step;

    private Ledger(LineFile file, String head, long step) {
        this.file = file;
        this.head = head;
        this.step = step;
    }

    /** The head of the chain once {@code line} follows the line whose hash is {@code head}. */
    public static String next(String head, LedgerLine line) {
        return Sha256.of(LedgerJson.write(new LedgerJson.Linked(head, line)));
    }

    /**
     * What the run of a ledger is about: its first line.
     *
     * @throws RunException where that line is absent or anything else
     */
    public static LedgerLine.Start start(Path path) {
        try (LedgerReader reader = new LedgerReader(path)) {
            if (reader.next().map(LedgerReader.Entry::line).orElse(null) instanceof LedgerLine.Start start) {
                return start;
            }
            throw new RunException(path + ", line 1: must say what the run is about");
        }
    }

    /** Begins a ledger in a file that is not there yet. */
    public static Ledger create(Path path, LedgerLine.Start start) {
        if (Files.exists(path)) {
            throw new RunException(path + " is there already: a new ledger needs a new run directory");
        }
        Ledger ledger = new Ledger(LineFile.open(path), GENESIS, 0);
        ledger.write(start);
        return ledger;
    }

    /**
     * Opens a ledger to go on after a step, and cuts off what follows it: later steps, which will be computed again, and
     * what a crash left of a line.
     *
     * @param step the checkpoint's step; 0: only the first line stays
     * @param head the chain's head after that step, as the checkpoint states it
     * @throws RunException where the ledger does not lead to that head
     */
    public static Ledger resume(Path path, long step, String head) {
        try (LedgerReader reader = new LedgerReader(path)) {
            String reached = GENESIS;
            Optional<LedgerReader.Entry> entry = reader.next();
            for (; entry.isPresent(); entry = reader.next()) {
                if (!entry.get().previous().equals(reached)) {
                    throw new RunException(path + ", line " + entry.get().number() + ": the chain is broken before it: "
                            + "the line before has hash " + reached + ", not "
                            + entry.get().previous());
                }
                reached = entry.get().hash();
                if (stepOf(entry.get().line()) == step) {
                    break;
                }
            }
            if (entry.isEmpty() || !reached.equals(head)) {
                throw new RunException(path + " does not lead to the checkpoint of step " + step
                        + ", whose ledger head is " + head + ": it belongs to another run or lost lines");
            }
            LineFile file = LineFile.open(path);
            file.cutTo(reader.end());
            return new Ledger(file, reached, step);
        }
    }

    /** Adds a line; it is with the operating system when this returns. Steps come in order, without a gap. */
    public void append(LedgerLine line) {
        boolean ended = step == AFTER_THE_LAST;
        if (ended
                || line instanceof LedgerLine.Start
                || line instanceof LedgerLine.Step next && next.step() != step + 1) {
            throw new IllegalArgumentException("out of order after step " + step + ": " + line);
        }
        write(line);
    }

    /**
     * Adds lines of another ledger of the same run, as they stand there.
     *
     * @return false, and nothing is added, where they don't follow on this ledger's last line
     * @throws IllegalArgumentException with a phrase where one of them can't be read, or does not follow on the one before
     */
    boolean adopt(byte[] lines) {
        for (int from = 0, to = 0; to < lines.length; to++) {
            if (lines[to] == '\n') {
                byte[] text = Arrays.copyOfRange(lines, from, to);
                LedgerJson.Linked linked = LedgerJson.read(text);
                if (!linked.previous().equals(head)) {
                    if (from > 0) {
                        throw new IllegalArgumentException("the chain is broken behind step " + step);
                    }
                    return false;
                }
                file.append(Arrays.copyOfRange(lines, from, to + 1));
                head = Sha256.of(text);
                step = stepOf(linked.line());
                from = to + 1;
            }
        }
        return true;
    }

    /** Drops every line. */
    void clear() {
        file.cutTo(0);
        head = GENESIS;
        step = 0;
    }

    /** The last committed step that it tells of. */
    public long step() {
        return step;
    }

    /** In bytes. */
    long length() {
        return file.length();
    }

    /** The hash of the last line: what the next one will hold. */
    public String head() {
        return head;
    }

    /** Returns once all lines would survive a loss of power: to be called before a checkpoint that names the head is published. */
    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }

    private void write(LedgerLine line) {
        String text = LedgerJson.write(new LedgerJson.Linked(head, line));
        file.append(text);
        head = Sha256.of(text);
        step = stepOf(line);
    }

    private static long stepOf(LedgerLine line) {
        if (line instanceof LedgerLine.Step committed) {
            return committed.step();
        }
        return line instanceof LedgerLine.Start ? 0 : AFTER_THE_LAST;
    }
}
