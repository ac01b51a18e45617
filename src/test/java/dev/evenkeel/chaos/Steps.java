package dev.evenkeel.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The steps of a running job as they are committed: by the ledger of whichever node tells first. One thread. */
final class Steps {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Ledger> ledgers;
    private final TreeMap<Long, Seen> seen = new TreeMap<>();
    /** Workers that have come since the first step and have had nothing to compute yet. */
    private final Set<Integer> idle = new HashSet<>();

    private int samples;
    private int joined;
    private boolean ended;

    /** Ledgers that may not be there yet. */
    Steps(List<Path> ledgers) {
        this.ledgers = ledgers.stream().map(Ledger::new).toList();
    }

    /**
     * A committed step.
     *
     * @param aborted why attempts at it were called off
     * @param workers who are at it
     * @param closes whether an epoch ends with it, so that there is more to do before the next one
     * @param at when it was seen, by the clock of {@link System#nanoTime}
     */
    record Seen(long step, List<String> aborted, Set<Integer> workers, boolean closes, long at) {
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

        /** Whole lines that have come since; all of them where a node has begun its books anew. */
        private List<String> more() throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                long length = file.length();
                if (length < read) {
                    read = 0;
                }
                byte[] bytes = new byte[Math.toIntExact(length - read)];
                file.seek(read);
                int end = Math.max(0, file.read(bytes));
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                read += end;
                return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
            } catch (FileNotFoundException notYet) {
                return List.of();
            }
        }
    }

    /** Reads what is new. */
    void look() throws IOException {
        for (Ledger ledger : ledgers) {
            for (String line : ledger.more()) {
                JsonNode json = JSON.readTree(line);
                samples = json.path("ledger").isMissingNode()
                        ? samples
                        : json.path("samples").asInt();
                if (json.path("step").asLong() == last() + 1) {
                    add(json);
                }
                ended |= json.has("model");
            }
        }
    }

    private void add(JsonNode line) {
        List<String> aborted = new ArrayList<>();
        line.path("aborted").forEach(reason -> aborted.add(reason.asText()));
        Set<Integer> all = new HashSet<>();
        Set<Integer> working = new HashSet<>();
        for (JsonNode share : line.path("shares")) {
            int worker = share.path("worker").asInt();
            all.add(worker);
            if (share.at("/samples/1").asInt() > share.at("/samples/0").asInt()) {
                working.add(worker);
            }
        }
        if (!seen.isEmpty()) {
            Set<Integer> members = seen.lastEntry().getValue().workers();
            all.stream().filter(worker -> !members.contains(worker)).forEach(idle::add);
        }
        idle.retainAll(all);
        working.stream().filter(idle::remove).forEach(worker -> joined++);
        long step = line.path("step").asLong();
        seen.put(step, new Seen(step, aborted, all, line.at("/samples/1").asInt() == samples, System.nanoTime()));
    }

    /** How often a worker has computed its first share of a step, those of the first step left out. */
    int joined() {
        return joined;
    }

    /** The last committed step, where there is one. */
    Optional<Seen> latest() {
        return Optional.ofNullable(seen.lastEntry()).map(Map.Entry::getValue);
    }

    /** Its number; 0 before the first. */
    long last() {
        return latest().map(Seen::step).orElse(0L);
    }

    /** When the last step was seen. */
    long lastAt() {
        return latest().map(Seen::at).orElse(Long.MIN_VALUE);
    }

    /** Whether the books are closed behind a model. */
    boolean ended() {
        return ended;
    }

    Optional<Seen> first(long after, Predicate<Seen> wanted) {
        return seen.tailMap(after, false).values().stream().filter(wanted).findFirst();
    }

    /** Why attempts were called off at the steps after that one. */
    List<String> reasonsAfter(long step) {
        return seen.tailMap(step, false).values().stream()
                .flatMap(next -> next.aborted().stream())
                .toList();
    }
}
