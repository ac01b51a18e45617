package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootsTest {
    @TempDir
    Path folder;

    private Path first;
    private Path second;
    private DataRoots roots;

    @BeforeEach
    void makeRoots() throws IOException {
        first = Files.createDirectories(folder.resolve("first")).toRealPath();
        second = Files.createDirectories(folder.resolve("second")).toRealPath();
        roots = new DataRoots(List.of(first, second));
        Files.writeString(folder.resolve("outside.csv"), "");
        Files.writeString(second.resolve("rows.csv"), "");
    }

    private static DataSpec csv(Object path) {
        return new DataSpec.Csv(path.toString(), "label", true, 0.2);
    }

    private Optional<String> located(Object path) {
        return roots.locate(csv(path)).flatMap(DataSpec::source);
    }

    private String refusal(Object path) {
        return assertThrows(DataException.class, () -> roots.locate(csv(path))).getMessage();
    }

    @Test
    void shouldFindDataBelowARoot() throws IOException {
        Files.createDirectories(first.resolve("a"));
        Files.writeString(first.resolve("a/rows.csv"), "");

        assertEquals(Optional.of(second.resolve("rows.csv").toString()), located("rows.csv"));
        assertEquals(Optional.of(first.resolve("a/rows.csv").toString()), located("./a/rows.csv"));
        assertEquals(Optional.of(second.resolve("rows.csv").toString()), located(second.resolve("rows.csv")));
        assertEquals(Optional.empty(), located("nowhere.csv"));
        assertEquals(
                "data.path \"nowhere.csv\" is in no data root (" + first + ", " + second + ")",
                roots.absent(csv("nowhere.csv")).getMessage());
    }

    @Test
    void shouldTakeDataThatNeedsNoFileAsItIs() {
        assertEquals(Optional.of(new DataSpec.Digits()), roots.locate(new DataSpec.Digits()));
    }

    @Test
    void shouldFollowLinksWithinTheRootsAlone() throws IOException {
        Files.createSymbolicLink(first.resolve("link.csv"), second.resolve("rows.csv"));
        Files.createSymbolicLink(first.resolve("out.csv"), folder.resolve("outside.csv"));
        Files.createSymbolicLink(first.resolve("up"), folder);

        assertEquals(Optional.of(second.resolve("rows.csv").toString()), located("link.csv"));
        String sentence = " leads out of the data roots by a symbolic link: what it leads to must be below one";
        assertEquals("data.path \"out.csv\"" + sentence, refusal("out.csv"));
        assertEquals("data.path \"up/outside.csv\"" + sentence, refusal("up/outside.csv"));
    }

    @Test
    void shouldLookAtTheFilesOfAFolderToo() throws IOException {
        Path images = Files.createDirectories(first.resolve("images"));
        Files.createSymbolicLink(images.resolve("train-images-idx3-ubyte"), folder.resolve("outside.csv"));

        String sentence = assertThrows(DataException.class, () -> roots.locate(new DataSpec.Idx("images")))
                .getMessage();
        assertEquals(
                "data.path \"images\" leads out of the data roots by a symbolic link: what it leads to must be below one",
                sentence);
    }

    @Test
    void shouldRefusePathsThatLeadOut() {
        assertEquals(
                "data.path \"../outside.csv\" leads out of the data roots by \"..\": it must be a path below one",
                refusal("../outside.csv"));
        assertEquals(
                "data.path \"a/../rows.csv\" leads out of the data roots by \"..\": it must be a path below one",
                refusal("a/../rows.csv"));
        assertEquals(
                "data.path \"/etc/passwd\" is outside of the data roots (" + first + ", " + second
                        + "): it must be a path below one of them",
                refusal("/etc/passwd"));
    }

    @Test
    void shouldRefuseARootThatIsNoFolder() throws IOException {
        Path file = folder.resolve("outside.csv");

        assertEquals(
                "the data root " + file + " is no folder",
                assertThrows(DataException.class, () -> new DataRoots(List.of(file)))
                        .getMessage());
        assertEquals(
                "the data root " + folder.resolve("none") + " does not exist",
                assertThrows(DataException.class, () -> new DataRoots(List.of(folder.resolve("none"))))
                        .getMessage());
    }
}
