package dev.evenkeel.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    /** The whole file byte by byte, put together by hand from the format's description. */
    @Test
    void shouldWriteTheFormatByteByByte() {
        SafetensorsFile file = SafetensorsFile.of(
                Map.of("z", "1", "a", "\"ü\"\n"),
                List.of(
                        new Tensor.Floats("w", List.of(2, 1), new float[] {1f, -0f}),
                        new Tensor.Longs("n", List.of(), new long[] {258}),
                        new Tensor.Doubles("d", List.of(1), new double[] {0.1})));
        String header = "{\"__metadata__\":{\"a\":\"\\\"ü\\\"\\n\",\"z\":\"1\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]}}";
        byte[] text = (header + "    ").getBytes(StandardCharsets.UTF_8);
        assertEquals(0, text.length % 8);
        byte[] expected = concatenated(
                new byte[] {(byte) text.length, 0, 0, 0, 0, 0, 0, 0},
                text,
                new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0x80},
                new byte[] {2, 1, 0, 0, 0, 0, 0, 0},
                new byte[] {
                    (byte) 0x9A, (byte) 0x99, (byte) 0x99, (byte) 0x99, (byte) 0x99, (byte) 0x99, (byte) 0xB9, 0x3F
                });
        assertArrayEquals(expected, SafetensorsWriter.toBytes(file));
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    static IntStream fewSeeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void shouldReadBackWhatItWrote(int seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int rows = random.nextInt(300);
            int columns = random.nextInt(200);
            List<Integer> shape = List.of(rows, columns);
            String name = "tensor " + i;
            tensors.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Tensor.Floats(name, shape, floats(random, rows * columns));
                        case 1 ->
                            new Tensor.Doubles(
                                    name, shape, random.doubles(rows * columns).toArray());
                        default ->
                            new Tensor.Longs(
                                    name, shape, random.longs(rows * columns).toArray());
                    });
        }
        SafetensorsFile file = SafetensorsFile.of(Map.of("seed", "" + seed), tensors);
        byte[] bytes = SafetensorsWriter.toBytes(file);
        Path path = folder.resolve("model.safetensors");
        Files.write(path, bytes);
        SafetensorsFile back = SafetensorsReader.read(path);
        assertEquals(file.metadata(), back.metadata());
        assertEquals(
                tensors.stream().map(t -> t.name() + t.dtype() + t.shape()).toList(),
                back.tensors().stream()
                        .map(t -> t.name() + t.dtype() + t.shape())
                        .toList());
        assertArrayEquals(bytes, SafetensorsWriter.toBytes(back));
    }

    @Test
    void shouldFindATensorByItsName() {
        Tensor tensor = Tensor.Floats.slice("b", List.of(2), new float[] {9, 1, 2, 9}, 1);
        SafetensorsFile file = SafetensorsFile.of(Map.of(), List.of(tensor));
        assertEquals(Optional.of(tensor), file.tensor("b"));
        assertEquals(Optional.empty(), file.tensor("c"));
        assertArrayEquals(new float[] {1, 2}, ((Tensor.Floats) tensor).values());
    }

    @Test
    void shouldReadTensorsInTheOrderOfTheirValues() {
        byte[] file = file(
                "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   ",
                8);
        assertEquals(
                List.of("a", "b"),
                SafetensorsReader.read(file, "file").tensors().stream()
                        .map(Tensor::name)
                        .toList());
    }

    @Test
    void shouldNotWriteNaN() {
        SafetensorsFile file = SafetensorsFile.of(
                Map.of(),
                List.of(new Tensor.Floats("w", List.of(3), new float[] {1, Float.POSITIVE_INFINITY, Float.NaN})));
        assertEquals(
                "tensor w has NaN at element 2; a file holds numbers only",
                assertThrows(FormatException.class, () -> SafetensorsWriter.toBytes(file))
                        .getMessage());
    }

    @Test
    void shouldRefuseTensorsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Tensor.Floats("w", List.of(2), new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new Tensor.Floats("w", List.of(-1, -3), new float[3]));
        Tensor tensor = new Tensor.Longs("w", List.of(), new long[1]);
        assertThrows(
                IllegalArgumentException.class, () -> new SafetensorsFile(new TreeMap<>(), List.of(tensor, tensor)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        []                                                               | is no safetensors file: its header does not begin with {
        {"a":{}                                                          | has a header that is no JSON object: Unexpected end-of-input: expected close marker for Object
        {} {}                                                            | has a header that is no JSON object: Trailing token
        {"a":1,"a":2}                                                    | has a header that is no JSON object: Duplicate field 'a'
        {"a":1}                                                          | has in its header a tensor "a" without exactly the keys dtype, shape and data_offsets
        {"a":{"dtype":"F32","shape":[1]}}                                | has in its header a tensor "a" without exactly the keys dtype, shape and data_offsets
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}     | has in its header a tensor "a" without exactly the keys dtype, shape and data_offsets
        {"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}          | has in its header a tensor "a" of dtype "BF16"; F32, F64 and I64 can be read
        {"a":{"dtype":7,"shape":[2],"data_offsets":[0,4]}}               | has in its header a tensor "a" of dtype 7; F32, F64 and I64 can be read
        {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}             | has in its header a tensor "a" whose shape is no list
        {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}         | has in its header a tensor "a" whose shape holds 1.0, which is no whole number
        {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}          | has in its header a tensor "a" with the dimension -1; 0 to 2147483647 are possible
        {"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}  | has in its header a tensor "a" with the dimension 4294967297; 0 to 2147483647 are possible
        {"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}} | has in its header a tensor "a" of more than 2147483639 values, which no array holds
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}             | has in its header a tensor "a" with 1 data_offsets; there must be 2
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}           | has in its header a tensor "a" at bytes 0 to 5; F32 of shape [1] takes 4
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}          | has in its header a tensor "a" at bytes -4 to 0; F32 of shape [1] takes 4
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775807,-9223372036854775805]}} | has in its header a tensor "a" at bytes 9223372036854775807 to -9223372036854775805; F32 of shape [1] takes 4
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}           | has tensor "a" at byte 4 of its values; without gap or overlap it would be at 0
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | has tensor "b" at byte 0 of its values; without gap or overlap it would be at 4
        {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}          | is truncated: its header promises 12 bytes of values, and 8 are there
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}           | has bytes beyond its tensors: its header promises 4 bytes of values, and 8 are there
        {"__metadata__":[]}                                              | has metadata that are no JSON object
        {"__metadata__":{"a":1}}                                         | has metadata where "a" is no text
        {"\\u0001\\n":1}                                                  | has in its header a tensor "\\u0001\\n" without exactly the keys dtype, shape and data_offsets
        """)
    void shouldRefuseABadHeaderInOneSentence(String header, String problem) {
        assertEquals("file " + problem, refusal(file(header, 8)));
    }

    @Test
    void shouldRefuseABadHeaderLength() {
        assertEquals(
                "file is truncated: it is 7 bytes long, and its first 8 are the header's length", refusal(new byte[7]));
        byte[] good = file("{}", 0);
        assertEquals(0, SafetensorsReader.read(good, "file").tensors().size());
        for (long length : new long[] {0, 1, 3, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertEquals(
                    "file is no safetensors file, or truncated: its header would be " + Long.toUnsignedString(length)
                            + " bytes long; right would be 2 to 2",
                    refusal(good));
        }
    }

    /** Whatever is cut off or changed: an answer or a sentence, nothing else. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNeverFailOtherwiseOnADamagedFile(int seed) {
        Random random = new Random(seed);
        byte[] good = SafetensorsWriter.toBytes(SafetensorsFile.of(
                Map.of("layers", "[]"),
                List.of(
                        new Tensor.Floats("a", List.of(3, 2), floats(random, 6)),
                        new Tensor.Longs("b", List.of(), new long[1]))));
        for (int i = 0; i < 100; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int changes = random.nextInt(4); changes > 0 && bad.length > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                SafetensorsReader.read(bad, "file");
            } catch (FormatException e) {
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            }
        }
    }

    @Test
    void shouldSayThatAFileIsAbsent(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        assertEquals(
                file + " does not exist",
                assertThrows(FormatException.class, () -> SafetensorsReader.read(file))
                        .getMessage());
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(FormatException.class, () -> SafetensorsReader.read(bytes, "file"))
                .getMessage();
    }

    private static byte[] file(String header, int valueBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + valueBytes).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(text.length).put(text).array();
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextFloat() - 0.5f;
        }
        return floats;
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
