package dev.evenkeel.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldSortKeysAndLeaveOutBlanks() throws JsonProcessingException {
        assertEquals(
                "{\"\":null,\"A\":[],\"a\":[1,{\"x\":true,\"y\":false}],\"b\":{},\"ä\":\"ü\",\"😀\":0,\"\uFB33\":1}",
                canonical("{ \"b\": {}, \"a\": [1, {\"y\": false, \"x\": true}], \"\uFB33\": 1, \"😀\": 0, \"A\": [],"
                        + " \"ä\": \"\\u00fc\", \"\": null }"));
    }

    @Test
    void shouldEscapeOnlyWhatMustBe() throws JsonProcessingException {
        assertEquals(
                "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007F\u2028<\"",
                canonical("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\\u007f\\u2028<\""));
    }

    /** The numbers of RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void shouldWriteDoublesAsTheStandardDoes(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertEquals(text, CanonicalJson.write(DoubleNode.valueOf(value)));
    }

    /** Beside 2.0E-3, where JDK 17 has a longer text than JDK 19: powers of two, and what they border on. */
    @Test
    void shouldWriteTheShortestTextNextToPowersOfTwo() {
        assertEquals("2e-323", CanonicalJson.write(DoubleNode.valueOf(2.0E-323)));
        assertEquals("2e+23", CanonicalJson.write(DoubleNode.valueOf(2.0E23)));
        assertEquals("0.002", CanonicalJson.write(DoubleNode.valueOf(0.002)));
        assertEquals("5.684341886080802e-14", CanonicalJson.write(DoubleNode.valueOf(0x1p-44)));
        assertEquals("9.5367431640625e-7", CanonicalJson.write(DoubleNode.valueOf(0x1p-20)));
    }

    static IntStream seeds() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadBackAsTheSameDouble(int seed) throws JsonProcessingException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            double value = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian();
            if (Double.isFinite(value)) {
                String text = CanonicalJson.write(DoubleNode.valueOf(value));
                assertEquals(value, Double.parseDouble(text));
                assertEquals(text, canonical(text));
                assertTrue(digits(text) <= digits(Double.toString(value)), text + " for " + value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9223372036854775807", "-9223372036854775808", "123456789012345678901234567890"})
    void shouldWriteIntegersInFull(String integer) throws JsonProcessingException {
        assertEquals(integer, canonical(integer));
    }

    @Test
    void shouldWriteEqualNumbersAlike() throws JsonProcessingException {
        assertEquals("1", canonical("1.0"));
        assertEquals("100", canonical("1e2"));
        assertEquals("-0.0", canonical("-0.0"));
        assertEquals("0.10000000149011612", CanonicalJson.write(FloatNode.valueOf(0.1f)));
        assertEquals("0.1", CanonicalJson.write(DecimalNode.valueOf(new BigDecimal("0.100"))));
        assertEquals("0", CanonicalJson.write(DecimalNode.valueOf(new BigDecimal("0E+7"))));
    }

    @Test
    void shouldRefuseWhatJsonCannotSay() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(DoubleNode.valueOf(Double.NaN)));
        assertThrows(
                IllegalArgumentException.class, () -> CanonicalJson.write(FloatNode.valueOf(Float.NEGATIVE_INFINITY)));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(TextNode.valueOf("a\uD800")));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(MissingNode.getInstance()));
    }

    private String canonical(String text) throws JsonProcessingException {
        JsonNode tree = json.readTree(text);
        assertEquals(
                CanonicalJson.write(tree),
                new String(CanonicalJson.bytes(tree), java.nio.charset.StandardCharsets.UTF_8));
        return CanonicalJson.write(tree);
    }

    private static int digits(String number) {
        String mantissa = number.split("[eE]")[0].replaceAll("[-.]", "");
        return mantissa.replaceAll("^0+", "").replaceAll("0+$", "").length();
    }
}
