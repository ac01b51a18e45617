package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.DataSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataReaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"digits", "type=digits", "{ type = digits }", " { type = \"digits\" } "})
    void shouldReadTheDigits(String argument) {
        assertEquals(new DataSpec.Digits(), DataReader.read(argument).spec());
    }

    @Test
    void shouldReadKeys() {
        assertEquals(
                new DataSpec.Csv("a b.csv", "species", false, 0.5, Defaults.CSV_TARGET),
                DataReader.read("type=csv, path=\"a b.csv\", label=species, header=false, test-fraction=0.5")
                        .spec());
    }

    @Test
    void shouldSeeWhatAPathIs() throws IOException {
        Path csv = Files.writeString(folder.resolve("rows.csv"), "");
        Path cifar10 = Files.createDirectory(folder.resolve("cifar"));
        Files.writeString(cifar10.resolve("test_batch.bin"), "");

        assertEquals(Data.csv(csv.toString()), DataReader.read(csv.toString()).spec());
        assertEquals(
                new DataSpec.Cifar10(cifar10.toString()),
                DataReader.read(cifar10.toString()).spec());
        assertEquals(
                new DataSpec.Idx(folder.toString()),
                DataReader.read(folder.toString()).spec());
    }

    @Test
    void shouldTakeTheDataOfAJob() throws IOException {
        Path job = Files.writeString(
                folder.resolve("job.conf"),
                "data { type = csv, path = rows.csv }, layers = [{ type = dense, units = 2 }]");

        DataReader.ReadData read = DataReader.read(job.toString());

        assertEquals(Data.csv("rows.csv"), read.spec());
        assertEquals(folder, read.base());
    }

    @Test
    void shouldSayWhatItKnows() {
        assertEquals(
                "--data nowhere is no file, folder or type of data: name digits, a CSV file, a folder with IDX or CIFAR-10"
                        + " files, a job file, or keys such as type=csv, path=rows.csv",
                refusal("nowhere"));
        assertTrue(refusal("type=cvs").startsWith("--data: data.type "), refusal("type=cvs"));
        assertTrue(refusal("type=digits, x=1").startsWith("--data: data.x "), refusal("type=digits, x=1"));
        assertTrue(refusal("type=").startsWith("--data"), refusal("type="));
    }

    private static String refusal(String argument) {
        return assertThrows(InvalidJobException.class, () -> DataReader.read(argument))
                .getMessage();
    }
}
