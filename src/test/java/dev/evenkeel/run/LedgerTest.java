package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void namePath() {
        path = folder.resolve("ledger.jsonl");
    }

    @Test
    void shouldWriteWhatReadersOfTheFileRelyOn() throws IOException {
        String head = write(1);

        String start =
                "{\"previous\":\"" + "0".repeat(64) + "\",\"ledger\":1,\"job\":\"" + "a".repeat(64) + "\",\"data\":\""
                        + "b".repeat(64) + "\",\"arithmetic\":1,\"samples\":10,\"batch_size\":4,\"micro_batch\":2}";
        String step =
                "{\"previous\":\"" + Sha256.of(start) + "\",\"epoch\":1,\"step\":1,\"attempt\":1,\"samples\":[0,4],"
                        + "\"shares\":[{\"worker\":0,\"micro_batches\":[0,1],\"samples\":[0,2]},"
                        + "{\"worker\":1,\"micro_batches\":[1,2],\"samples\":[2,4]}],"
                        + "\"messages\":6,\"bytes\":1001,\"state\":\"9e3779b97f4a7c15\"}";
        assertEquals(List.of(start, step), Files.readAllLines(path));
        assertEquals(Sha256.of(step), head);
    }

    @Test
    void shouldMarkTheStepsThatWereSkipped() throws IOException {
        try (Ledger ledger = Ledger.create(path, Ledgers.START)) {
            ledger.append(Ledgers.skipped(1));
            ledger.append(Ledgers.step(2));
        }
        List<String> lines = Files.readAllLines(path);
        assertTrue(lines.get(1).contains("\"step\":1,\"attempt\":1,\"skipped\":true,\"samples\":"), lines.get(1));
        assertFalse(lines.get(2).contains("skipped"), lines.get(2));
        try (LedgerReader reader = new LedgerReader(path)) {
            reader.next();
            assertEquals(Ledgers.skipped(1), reader.next().orElseThrow().line());
            assertEquals(Ledgers.step(2), reader.next().orElseThrow().line());
        }
    }

    @Test
    void shouldTellWhyAttemptsWereCalledOff() throws IOException {
        LedgerLine.Step first = Ledgers.step(1);
        LedgerLine.Step retried = new LedgerLine.Step(
                1,
                1,
                3,
                false,
                List.of("worker 1 failed: \"why\"", "worker 2 hangs"),
                first.samples(),
                first.shares(),
                Optional.empty(),
                first.state());
        Ledgers.write(path, List.of(Ledgers.START, retried));

        String line = Files.readAllLines(path).get(1);

        assertTrue(
                line.contains(
                        "\"attempt\":3,\"aborted\":[\"worker 1 failed: \\\"why\\\"\",\"worker 2 hangs\"],\"samples\""),
                line);
        assertEquals(
                retried, LedgerJson.read(line.getBytes(StandardCharsets.UTF_8)).line());
    }

    @Test
    void shouldReadWhatItWrote() {
        write(4);

        List<LedgerLine> read = new ArrayList<>();
        try (LedgerReader reader = new LedgerReader(path)) {
            for (Optional<LedgerReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                read.add(entry.get().line());
            }
        }

        assertEquals(Ledgers.lines(4), read);
    }

    @Test
    void shouldMoveItsHeadAsThePureFunctionDoes() {
        String head = Ledger.GENESIS;
        for (LedgerLine line : Ledgers.lines(5)) {
            head = Ledger.next(head, line);
        }

        assertEquals(head, write(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 6})
    void shouldGoOnFromACheckpointAsIfNothingHadHappened(long checkpoint) throws IOException {
        String undisturbed = write(6);
        byte[] expected = Files.readAllBytes(path);

        try (Ledger ledger = Ledger.resume(path, checkpoint, headAfter(checkpoint))) {
            for (long step = checkpoint + 1; step <= 6; step++) {
                ledger.append(Ledgers.step(step));
            }
            assertEquals(undisturbed, ledger.head());
        }

        assertEquals(text(expected), text(Files.readAllBytes(path)));
    }

    @Test
    void shouldCutOffATornLineAndTheEnd() throws IOException {
        write(2);
        String head = headAfter(2);
        byte[] expected = Files.readAllBytes(path);
        try (Ledger ledger = Ledger.resume(path, 2, head)) {
            ledger.append(new LedgerLine.End("c".repeat(64)));
        }
        Files.writeString(path, "{\"previous\":\"12", StandardOpenOption.APPEND);

        Ledger.resume(path, 2, head).close();

        assertEquals(text(expected), text(Files.readAllBytes(path)));
    }

    @Test
    void shouldRefuseACheckpointThatItDoesNotLeadTo() {
        write(2);

        RunException otherRun = assertThrows(RunException.class, () -> Ledger.resume(path, 2, "f".repeat(64)));
        RunException lostLines = assertThrows(RunException.class, () -> Ledger.resume(path, 3, headAfter(2)));

        assertEquals(
                path + " does not lead to the checkpoint of step 2, whose ledger head is " + "f".repeat(64)
                        + ": it belongs to another run or lost lines",
                otherRun.getMessage());
        assertEquals(
                path + " does not lead to the checkpoint of step 3, whose ledger head is " + headAfter(2)
                        + ": it belongs to another run or lost lines",
                lostLines.getMessage());
    }

    @Test
    void shouldRefuseAChainThatWasTamperedWith() throws IOException {
        write(3);
        Files.writeString(path, Files.readString(path).replace("\"bytes\":1002", "\"bytes\":1999"));

        RunException refused = assertThrows(RunException.class, () -> Ledger.resume(path, 3, headAfter(3)));

        assertEquals(
                path + ", line 4: the chain is broken before it: the line before has hash "
                        + Sha256.of(Files.readAllLines(path).get(2)) + ", not " + headAfter(2),
                refused.getMessage());
    }

    @Test
    void shouldSayWhichLineCannotBeRead() throws IOException {
        write(1);
        Files.writeString(path, Files.readString(path).replace("\"epoch\":1,", ""));

        RunException refused = assertThrows(RunException.class, () -> Ledger.resume(path, 1, headAfter(1)));

        assertEquals(path + ", line 2: no \"epoch\" in it", refused.getMessage());
    }

    @Test
    void shouldRefuseStepsOutOfOrder() {
        try (Ledger ledger = Ledger.create(path, Ledgers.START)) {
            assertThrows(IllegalArgumentException.class, () -> ledger.append(Ledgers.step(2)));
            assertThrows(IllegalArgumentException.class, () -> ledger.append(Ledgers.START));
            ledger.append(new LedgerLine.End("c".repeat(64)));
            assertThrows(IllegalArgumentException.class, () -> ledger.append(Ledgers.step(1)));
        }
    }

    @Test
    void shouldNotWriteOverAnotherLedger() {
        write(1);

        RunException refused = assertThrows(RunException.class, () -> Ledger.create(path, Ledgers.START));

        assertEquals(path + " is there already: a new ledger needs a new run directory", refused.getMessage());
    }

    private String write(int steps) {
        try (Ledger ledger = Ledger.create(path, Ledgers.START)) {
            for (int step = 1; step <= steps; step++) {
                ledger.append(Ledgers.step(step));
            }
            return ledger.head();
        }
    }

    private static String headAfter(long steps) {
        String head = Ledger.GENESIS;
        for (LedgerLine line : Ledgers.lines((int) steps)) {
            head = Ledger.next(head, line);
        }
        return head;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
