package dev.evenkeel.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The steps of a running job as they are committed: by the ledger of whichever node tells first. One thread. */
final class Steps {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Ledger> ledgers;
    private final TreeMap<Long, Seen> seen = new TreeMap<>();
    private boolean ended;

    /** Ledgers that may not be there yet. */
    Steps(List<Path> ledgers) {
        this.ledgers = ledgers.stream().map(Ledger::new).toList();
    }

    /**
     * A committed step.
     *
     * @param aborted why attempts at it were called off
     * @param at when it was seen, by the clock of {@link System#nanoTime}
     */
    record Seen(long step, List<String> aborted, long at) {
        /** Whether an attempt was called off for a reason with these words in it. */
        boolean abortedFor(String words) {
            return aborted.stream().anyMatch(reason -> reason.contains(words));
        }
    }

    private static final class Ledger {
        private final Path path;
        private long read;

        private Ledger(Path path) {
            this.path = path;
        }

        /** Whole lines that have come since. */
        private List<String> more() throws IOException {
            if (!Files.exists(path) || Files.size(path) <= read) {
                return List.of();
            }
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                file.seek(read);
                byte[] bytes = new byte[Math.toIntExact(file.length() - read)];
                file.readFully(bytes);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                read += end;
                return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
            }
        }
    }

    /** Reads what is new. */
    void look() throws IOException {
        for (Ledger ledger : ledgers) {
            for (String line : ledger.more()) {
                JsonNode json = JSON.readTree(line);
                if (json.has("step")) {
                    List<String> aborted = new ArrayList<>();
                    json.path("aborted").forEach(reason -> aborted.add(reason.asText()));
                    long step = json.get("step").asLong();
                    seen.putIfAbsent(step, new Seen(step, aborted, System.nanoTime()));
                }
                ended |= json.has("model");
            }
        }
    }

    /** The last committed step; 0 before the first. */
    long last() {
        return seen.isEmpty() ? 0 : seen.lastKey();
    }

    /** When the last step was seen. */
    long lastAt() {
        return seen.isEmpty() ? Long.MIN_VALUE : seen.lastEntry().getValue().at();
    }

    /** Whether the books are closed behind a model. */
    boolean ended() {
        return ended;
    }

    Optional<Seen> first(long after, Predicate<Seen> wanted) {
        return seen.tailMap(after, false).values().stream().filter(wanted).findFirst();
    }
}
