package dev.evenkeel.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A piece of a run's books, whole lines as they stand in the files: what one node of a job gives another that lacks them. The
 * books of a job's nodes are the same to the byte, as far as they go.
 *
 * @param from where the piece begins
 * @param ledger bytes of {@code ledger.jsonl}
 * @param metrics bytes of {@code metrics.jsonl}
 */
public record Pages(Reach from, byte[] ledger, byte[] metrics) {
    /** Two of these fit into a message between nodes. */
    private static final int MOST = 100 * 1024;

    /** How far books go: the lengths of both files. */
    public record Reach(long ledger, long metrics) implements Comparable<Reach> {
        @Override
        public int compareTo(Reach other) {
            int ledgers = Long.compare(ledger, other.ledger);
            return ledgers != 0 ? ledgers : Long.compare(metrics, other.metrics);
        }

        /** Whether these books hold all that the others do. */
        public boolean covers(Reach other) {
            return ledger >= other.ledger && metrics >= other.metrics;
        }
    }

    /** As much of this as does not go beyond those books. */
    public Pages upTo(Reach end) {
        return new Pages(
                from, first(ledger, end.ledger() - from.ledger()), first(metrics, end.metrics() - from.metrics()));
    }

    private static byte[] first(byte[] lines, long most) {
        return Arrays.copyOf(lines, (int) Math.max(0, Math.min(lines.length, most)));
    }

    static Pages read(RunFiles files, Reach from) {
        return new Pages(from, lines(files.ledger(), from.ledger()), lines(files.metrics(), from.metrics()));
    }

    private static byte[] lines(Path path, long from) {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(MOST, channel.size() - from)));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // Until the piece is full, or the file ends.
            }
            int length = bytes.position();
            while (length > 0 && bytes.get(length - 1) != '\n') {
                length--;
            }
            return Arrays.copyOf(bytes.array(), length);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path + ": " + Reason.of(failed), failed);
        }
    }
}
