package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.optim.ScheduleSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * What identifies a job: SHA-256, 64 hex digits, over the line {@code evenkeel job, arithmetic N}, a line feed, and the job as
 * canonical text in UTF-8. That is JSON without spaces, keys sorted by their UTF-16 units, every default filled in, without
 * {@code name}, {@code data} replaced by the digest of the data, and floating-point numbers as {@code 0x} and the 16 hex
 * digits of their bits: their decimal text differs between JDKs.
 */
public final class JobDigest {
    private JobDigest() {}

    /**
     * The whole identity of a job: equal digests give equal models.
     *
     * @param dataDigest the digest of the data set
     * @param arithmeticVersion the version of the arithmetic contract
     */
    public static String of(JobSpec job, String dataDigest, int arithmeticVersion) {
        return digest(identity(job, dataDigest), arithmeticVersion);
    }

    /**
     * The identity of the steps that a job begins with: equal digests go the same way, one of them further. It leaves out
     * {@code epochs}, except under schedules whose rate at every step depends on them.
     */
    public static String resumable(JobSpec job, String dataDigest, int arithmeticVersion) {
        ObjectNode identity = identity(job, dataDigest);
        if (!dependsOnEpochs(job.schedule())) {
            identity.remove("epochs");
        }
        return digest(identity, arithmeticVersion);
    }

    /** Whether a rate in the middle of the run would change with the number of epochs. */
    static boolean dependsOnEpochs(ScheduleSpec schedule) {
        return schedule instanceof ScheduleSpec.Cosine;
    }

    private static ObjectNode identity(JobSpec job, String dataDigest) {
        ObjectNode identity = JobKeys.write(job);
        identity.remove("name");
        return identity.put("data", dataDigest);
    }

    private static String digest(JsonNode identity, int arithmeticVersion) {
        StringBuilder text = new StringBuilder("evenkeel job, arithmetic " + arithmeticVersion + "\n");
        append(identity, text);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(JsonNode node, StringBuilder text) {
        if (node instanceof ObjectNode object) {
            char separator = '{';
            TreeSet<String> keys = new TreeSet<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                text.append(separator).append('"').append(key).append("\":");
                append(object.get(key), text);
                separator = ',';
            }
            text.append(keys.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
                append(items.next(), text);
                text.append(items.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (node.isFloatingPointNumber()) {
            long bits = Double.doubleToLongBits(node.doubleValue());
            text.append("0x").append(HexFormat.of().toHexDigits(bits));
        } else {
            text.append(node); // whole numbers, truth values, and texts with JSON's escapes
        }
    }
}
