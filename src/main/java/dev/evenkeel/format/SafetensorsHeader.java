package dev.evenkeel.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The header of a safetensors file, checked: the tensors lie one after another from the first byte of the values to the last.
 *
 * @param entries in the order of their values
 */
record SafetensorsHeader(SortedMap<String, String> metadata, List<Entry> entries) {
    /** Longer headers are refused, as the format's own library does. */
    static final int LONGEST = 100_000_000;

    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** Number types that can be read. */
    enum Type {
        F32(4),
        F64(8),
        I64(8);

        private final int bytesEach;

        Type(int bytesEach) {
            this.bytesEach = bytesEach;
        }

        int bytesEach() {
            return bytesEach;
        }
    }

    /**
     * A tensor to read.
     *
     * @param begin first byte of its values, counted from the first byte of all values
     * @param end one past the last
     */
    record Entry(String name, Type type, List<Integer> shape, int size, long begin, long end) {}

    /**
     * Reads and checks a header.
     *
     * @param available bytes of values in the file
     * @param file what messages call it
     */
    static SafetensorsHeader parse(byte[] bytes, long available, String file) {
        JsonNode json = json(bytes, file);
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            if (property.getKey().equals(SafetensorsFile.METADATA)) {
                metadata.putAll(metadata(property.getValue(), file));
            } else {
                entries.add(entry(property.getKey(), property.getValue(), file));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw new FormatException(file + " has tensor " + quoted(entry.name()) + " at byte " + entry.begin()
                        + " of its values; without gap or overlap it would be at " + at);
            }
            at = entry.end();
        }
        if (at != available) {
            throw new FormatException(file + (at > available ? " is truncated: " : " has bytes beyond its tensors: ")
                    + "its header promises " + at + " bytes of values, and " + available + " are there");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (available > heap) {
            throw new FormatException(file + " holds " + available + " bytes of values and the heap has " + heap
                    + ": allow more with EVENKEEL_JAVA_OPTS=-Xmx…");
        }
        return new SafetensorsHeader(metadata, entries);
    }

    private static JsonNode json(byte[] bytes, String file) {
        if (bytes[0] != '{') {
            throw new FormatException(file + " is no safetensors file: its header does not begin with {");
        }
        try {
            // Decoded here: given bytes, Jackson would take UTF-16 and UTF-32 too.
            return JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new FormatException(file + " has a header that is no UTF-8 text", e);
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage()
                    .lines()
                    .findFirst()
                    .orElse("unreadable")
                    .split(" \\(")[0];
            throw new FormatException(file + " has a header that is no JSON object: " + what, e);
        }
    }

    private static Map<String, String> metadata(JsonNode json, String file) {
        Map<String, String> metadata = new TreeMap<>();
        if (!json.isObject()) {
            throw new FormatException(file + " has metadata that are no JSON object");
        }
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            if (!property.getValue().isTextual()) {
                throw new FormatException(file + " has metadata where " + quoted(property.getKey()) + " is no text");
            }
            metadata.put(property.getKey(), property.getValue().textValue());
        }
        return metadata;
    }

    private static Entry entry(String name, JsonNode json, String file) {
        String where = file + " has in its header a tensor " + quoted(name) + " ";
        if (!json.isObject() || json.size() != KEYS.size() || !KEYS.stream().allMatch(json::has)) {
            throw new FormatException(where + "without exactly the keys dtype, shape and data_offsets");
        }
        Type type = type(json.get("dtype"), where);
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (JsonNode dimension : array(json.get("shape"), where + "whose shape")) {
            if (!dimension.canConvertToInt() || dimension.intValue() < 0) {
                throw new FormatException(where + "with the dimension " + dimension + "; 0 to 2147483647 are possible");
            }
            shape.add(dimension.intValue());
            size = size * dimension.intValue();
            if (size > LONGEST_ARRAY) {
                throw new FormatException(where + "of more than " + LONGEST_ARRAY + " values, which no array holds");
            }
        }
        JsonNode offsets = array(json.get("data_offsets"), where + "whose data_offsets");
        if (offsets.size() != 2) {
            throw new FormatException(where + "with " + offsets.size() + " data_offsets; there must be 2");
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin || end - begin != size * type.bytesEach()) {
            throw new FormatException(where + "at bytes " + begin + " to " + end + "; " + type + " of shape " + shape
                    + " takes " + size * type.bytesEach());
        }
        return new Entry(name, type, List.copyOf(shape), (int) size, begin, end);
    }

    /** A name from a file that may be anything, fit for a message of one line. */
    private static String quoted(String name) {
        return TextNode.valueOf(name).toString();
    }

    private static Type type(JsonNode dtype, String where) {
        for (Type type : Type.values()) {
            if (dtype.isTextual() && dtype.textValue().equals(type.name())) {
                return type;
            }
        }
        throw new FormatException(where + "of dtype " + dtype + "; F32, F64 and I64 can be read");
    }

    private static JsonNode array(JsonNode json, String what) {
        if (!json.isArray()) {
            throw new FormatException(what + " is no list");
        }
        for (JsonNode item : json) {
            if (!item.isIntegralNumber() || !item.canConvertToLong()) {
                throw new FormatException(what + " holds " + item + ", which is no whole number");
            }
        }
        return json;
    }
}
