package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Books that are copied from another node: whole lines, and only such as follow. */
class PagesTest {
    @TempDir
    private Path folder;

    private Ledger ledger(String name, List<LedgerLine> steps) {
        Ledger ledger = Ledger.create(folder.resolve(name), Ledgers.START);
        steps.forEach(ledger::append);
        return ledger;
    }

    private byte[] bytes(String name, long from) throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve(name));
        return Arrays.copyOfRange(all, (int) from, all.length);
    }

    @Test
    void shouldCopyWhatIsMissing() throws IOException {
        try (Ledger full = ledger("full", List.of(Ledgers.step(1), Ledgers.step(2), Ledgers.step(3)));
                Ledger late = ledger("late", List.of(Ledgers.step(1)))) {
            assertTrue(late.adopt(bytes("full", late.length())));
            assertEquals(full.head(), late.head());
            assertEquals(3, late.step());
            late.append(Ledgers.step(4));
        }
    }

    @Test
    void shouldTakeNothingThatDoesNotFollow() throws IOException {
        try (Ledger full = ledger("full", List.of(Ledgers.step(1), Ledgers.step(2)));
                Ledger other = ledger("other", List.of(Ledgers.skipped(1)))) {
            byte[] before = bytes("other", 0);
            byte[] second = bytes("full", full.length() - lastLine("full").length);

            assertFalse(other.adopt(second));
            assertArrayEquals(before, bytes("other", 0));

            other.clear();
            assertTrue(other.adopt(bytes("full", 0)));
            assertArrayEquals(bytes("full", 0), bytes("other", 0));
        }
    }

    @Test
    void shouldNoticeLinesThatWereTamperedWith() throws IOException {
        try (Ledger full = ledger("full", List.of(Ledgers.step(1), Ledgers.step(2)));
                Ledger late = ledger("late", List.of())) {
            String tampered = new String(bytes("full", late.length()), StandardCharsets.UTF_8)
                    .replace("\"bytes\":1001", "\"bytes\":1009");
            byte[] lines = tampered.getBytes(StandardCharsets.UTF_8);
            assertEquals(2, full.step());
            assertThrows(IllegalArgumentException.class, () -> late.adopt(lines));
        }
    }

    private byte[] lastLine(String name) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(name));
        return (lines.get(lines.size() - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
