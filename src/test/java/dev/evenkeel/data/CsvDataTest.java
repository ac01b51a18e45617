package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDataTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadFeaturesAndClasses() throws IOException {
        write("width,kind,height\n1,rose,10\n3, lily ,10\n 5e0 ,rose,10\n\"-7\",\"lily\",12.5\n");
        Dataset data = load("kind", true, 0.25);
        assertEquals(List.of(2, 1, 1), List.of(data.channels(), data.rows(), data.columns()));
        assertEquals(List.of("lily", "rose"), data.classNames());
        assertEquals(List.of(1, 0, 1), labels(data.train()));
        assertEquals(List.of(0), labels(data.test()));
        assertEquals(List.of(3.0, 10.0), data.normalization().means());
        double deviation = Math.sqrt(8.0 / 3);
        assertEquals(List.of(deviation, 1.0), data.normalization().deviations());
        assertArrayEquals(
                new float[] {(float) (-2 / deviation), 0f, 0f, 0f, (float) (2 / deviation), 0f}, inputs(data.train()));
        assertArrayEquals(new float[] {(float) (-10 / deviation), 2.5f}, inputs(data.test()));
    }

    @ParameterizedTest
    @CsvSource({"kind, true", "1, true", "1, false", "-1, false", "-1, true"})
    void shouldFindTheLabelByNameOrIndex(String label, boolean header) throws IOException {
        write((header ? "size,kind\n" : "") + "1,0\n2,1\n");
        assertEquals(List.of(0, 1), labels(load(label, header, 0).train()));
    }

    @Test
    void shouldNumberIntegerLabelsInNumericOrder() throws IOException {
        write("1,10\n2,2\n3,0\n4,1\n5,3\n6,4\n7,5\n8,6\n9,7\n10,8\n11,9\n12,10\n");
        Dataset data = load("-1", false, 0);
        assertEquals(IntStream.rangeClosed(0, 10).mapToObj(String::valueOf).toList(), data.classNames());
        assertEquals(List.of(10, 2, 0), labels(data.train()).subList(0, 3));
        write("1,10\n2,2\n3,x\n");
        assertEquals(List.of("10", "2", "x"), load("-1", false, 0).classNames());
    }

    @Test
    void shouldReadNumbersToPredict() throws IOException {
        write("a,price\n1,0.1\n2,-3\n3,7e2\n");
        Dataset data =
                Datasets.load(new DataSpec.Csv("data.csv", "price", true, 1.0 / 3, DataSpec.Target.NUMBER), folder);
        assertEquals(0, data.classes());
        assertEquals(List.of(), data.classNames());
        assertEquals(
                List.of(0.1f, -3f), List.of(data.train().target(0), data.train().target(1)));
        assertEquals(700f, data.test().target(0));
    }

    @Test
    void shouldSplitOffTheLastRows() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 100; row++) {
            text.append(row).append(',').append(row % 2).append('\n');
        }
        write(text.toString());
        for (int percent = 0; percent < 99; percent++) {
            Dataset data = load("1", false, percent / 100.0);
            assertEquals(
                    List.of(100 - percent, percent),
                    List.of(data.train().size(), data.test().size()));
        }
    }

    @Test
    void shouldHashValuesNotText() throws IOException {
        write("1,a\n2,b\n");
        String digest = load("1", false, 0).digest();
        write("\uFEFFx,y\r\n1.0,\"a\"\r\n 20e-1,b\r\n");
        assertEquals(digest, load("y", true, 0).digest());
        write("1,a\n3,b\n");
        String otherValue = load("1", false, 0).digest();
        write("1,a\n2,c\n");
        String otherName = load("1", false, 0).digest();
        assertEquals(
                3, List.of(digest, otherValue, otherName).stream().distinct().count());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a,k\\n1,x\\nNaN,y\\n            | 3:1: "NaN" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n-Infinity,y\\n      | 3:1: "-Infinity" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n1e999,y\\n          | 3:1: "1e999" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n0x1p3,y\\n          | 3:1: "0x1p3" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n1-2,y\\n            | 3:1: "1-2" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n,y\\n               | 3:1: "" is not a finite decimal number, as every field must be
        a,k,b\\n1,x,2\\n"3\\n",y,red\\n | 3:3: "red" is not a finite decimal number, as every field must be
        a,k\\n1,x\\n2\\n                | 3:2: the row has 1 fields, and the first line has 2
        a,k\\n1,x\\n2,y,3\\n            | 3:3: the row has 3 fields, and the first line has 2
        a,k\\n1,x\\n\\n2,y\\n           | 3:1: the row is empty, and the first line has 2 fields
        a,k\\n1,x\\n2, \\n              | 3:2: the label is empty
        a,k\\n1,x\\n2,y\\n3,x\\n4,z\\n  | 5:2: the label "z" of this test row is that of no training row; shuffle the rows or correct it
        """)
    void shouldRefuseABadRowWithItsPlace(String text, String problem) throws IOException {
        write(text.replace("\\n", "\n"));
        assertEquals(folder + "/data.csv:" + problem, refusal("k", true, 0.25));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                   | is empty; it must have rows
        a,k\\n               | has a header and no rows
        k\\n1\\n             | has one column; it must have the label's and at least one more
        a,b\\n1,x\\n         | has no column "k" for the label; right would be a name of its header (a, b), an index from 0 to 1, or -1 for the last
        k,k\\n1,x\\n         | has 2 columns named "k"; the label can be given as an index from 0
        a,k\\n1,x\\n2,x\\n   | has the same label "x" in all its training rows; there must be two classes or more
        """)
    void shouldRefuseABadTable(String text, String problem) throws IOException {
        write(text.replace("\\n", "\n"));
        assertEquals(folder + "/data.csv " + problem, refusal("k", true, 0));
    }

    @Test
    void shouldRefuseBrokenQuotation() throws IOException {
        write("a,k\n1,x\n2,\"y\n3,x\n");
        assertEquals(
                folder
                        + "/data.csv is no well-formed CSV file: Unclosed quoted field at end of input (record starting at line 3)",
                refusal("k", true, 0));
        write("a,k\n1,x\n2,\"y\"z\n3,x\n");
        assertEquals(
                folder
                        + "/data.csv is no well-formed CSV file: Unexpected character after closing quote: 'z' (0x7a) (record starting at line 3)",
                refusal("k", true, 0));
    }

    @Test
    void shouldRefuseWhatIsNoTextOrNotThere() throws IOException {
        Path file = folder.resolve("data.csv");
        assertEquals(file + " does not exist", refusal("k", true, 0));
        Files.write(file, new byte[] {'a', ',', (byte) 0xFF, '\n'});
        assertEquals(file + " cannot be read: it is not UTF-8 text", refusal("k", true, 0));
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1", "NaN"})
    void shouldRefuseATestFractionOutOfRange(double fraction) throws IOException {
        write("1,0\n2,1\n");
        assertEquals(
                "the test fraction of " + folder + "/data.csv is " + fraction + "; it must be from 0 to below 1",
                refusal("1", false, fraction));
    }

    @Test
    void shouldRefuseWhatNoFloatHolds() throws IOException {
        write("1e300,0\n-1e300,1\n");
        assertEquals(
                folder
                        + "/data.csv has values in feature 0 that are too large to normalize: their variance is beyond the"
                        + " range of a double",
                refusal("1", false, 0));
        write("1,0\n1,1\n1e39,1\n");
        assertEquals(
                folder + "/data.csv has the value 1.0E39 in feature 0, too far from the training part's mean 1.0 and"
                        + " deviation 1.0 to be a float once normalized",
                refusal("1", false, 0.3));
    }

    private void write(String text) throws IOException {
        Files.write(folder.resolve("data.csv"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Dataset load(String label, boolean header, double testFraction) {
        return Datasets.load(new DataSpec.Csv("data.csv", label, header, testFraction), folder);
    }

    private String refusal(String label, boolean header, double testFraction) {
        return assertThrows(DataException.class, () -> load(label, header, testFraction))
                .getMessage();
    }

    private static List<Integer> labels(Dataset.Part part) {
        return IntStream.range(0, part.size()).mapToObj(part::label).toList();
    }

    /** All inputs of a part, sample after sample. */
    private static float[] inputs(Dataset.Part part) {
        float[] inputs = new float[2 * part.size()];
        for (int id = 0; id < part.size(); id++) {
            part.gather(new int[] {id}, 0, 1, inputs, 2 * id, 1);
        }
        return inputs;
    }
}
