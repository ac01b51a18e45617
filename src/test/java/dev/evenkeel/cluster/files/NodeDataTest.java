package dev.evenkeel.cluster.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.DataException;
import dev.evenkeel.data.DataRoots;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeDataTest {
    private static final DataSpec ROWS = new DataSpec.Csv("rows.csv", "label", true, 0.2);

    @TempDir
    Path folder;

    private Path root;
    private Path elsewhere;
    private NodeData data;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        elsewhere = write(Files.createDirectories(folder.resolve("elsewhere")), 3);
        data = new NodeData(new DataRoots(List.of(root)), Runnable::run);
    }

    private static Path write(Path folder, int period) throws IOException {
        StringBuilder text = new StringBuilder("a,label\n");
        IntStream.range(0, 20)
                .forEach(i -> text.append(i % period).append(',').append(i % 2).append('\n'));
        Files.writeString(folder.resolve("rows.csv"), text);
        return folder;
    }

    private static String digest(Path folder) {
        return Datasets.load(ROWS, folder).digest();
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private String refusal(String digest) {
        return assertThrows(DataException.class, () -> data.load(ROWS, Optional.of(digest)))
                .getMessage();
    }

    @Test
    void shouldReadWhatIsBelowARoot() throws IOException {
        write(root, 4);

        assertEquals(digest(root), data.load(ROWS, Optional.of(digest(root))).digest());
        assertEquals(
                digest(root), data.here(ROWS, Optional.empty()).orElseThrow().digest());
    }

    @Test
    void shouldCopyFromAnotherNodeOnce() throws IOException {
        AtomicInteger copies = new AtomicInteger();
        data.share(cache(), (spec, digest, to) -> {
            copies.incrementAndGet();
            Files.copy(elsewhere.resolve("rows.csv"), to.resolve(NodeData.name(spec, "rows.csv")));
            return true;
        });
        String wanted = digest(elsewhere);

        assertEquals(wanted, data.load(ROWS, Optional.of(wanted)).digest());
        assertEquals(wanted, data.load(ROWS, Optional.of(wanted)).digest());

        assertEquals(1, copies.get());
        assertEquals(List.of(wanted), cached());
    }

    @Test
    void shouldCopyDataOfThatDigestWhereOtherDataHasThePath() throws IOException {
        write(root, 4);
        String wanted = digest(elsewhere);
        assertEquals(
                "data.path \"rows.csv\" holds other data (sha256:" + digest(root) + ") than the job is for (sha256:"
                        + wanted + "), and no other node has it",
                refusal(wanted));

        data.share(cache(), (spec, digest, to) -> {
            Files.copy(elsewhere.resolve("rows.csv"), to.resolve(NodeData.name(spec, "rows.csv")));
            return true;
        });

        assertEquals(wanted, data.load(ROWS, Optional.of(wanted)).digest());
    }

    @Test
    void shouldKeepNothingOfAWrongCopy() throws IOException {
        Path wrong = write(Files.createDirectories(folder.resolve("wrong")), 5);
        data.share(cache(), (spec, digest, to) -> {
            Files.copy(wrong.resolve("rows.csv"), to.resolve(NodeData.name(spec, "rows.csv")));
            return true;
        });
        String wanted = digest(elsewhere);

        assertEquals("another node gave data sha256:" + digest(wrong) + " for sha256:" + wanted, refusal(wanted));
        assertEquals(List.of(), cached());

        data.share(cache(), (spec, digest, to) -> {
            Files.writeString(to.resolve("half"), "of it");
            throw new IOException("the node that has it stopped giving rows.csv at byte 5");
        });
        assertTrue(
                refusal(wanted).endsWith("from another node: the node that has it stopped giving rows.csv at byte 5"));
        assertEquals(List.of(), cached());
    }

    @Test
    void shouldSayWhereItLooked() {
        String wanted = digest(elsewhere);
        assertEquals(
                "data.path \"rows.csv\" is in no data root (" + data("") + "), and no other node has it",
                refusal(wanted));
    }

    private Path data(String name) {
        try {
            return root.toRealPath().resolve(name);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> entries = Files.list(cache())) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
