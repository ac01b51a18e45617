package dev.evenkeel.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.data.DataSpec;
import java.io.UncheckedIOException;

/**
 * Jobs as strict JSON: what a run directory keeps, and what a node accepts. The text of a job is the same on every JDK:
 * {@link Double#toString} is not, so numbers are written by Jackson's own routine.
 */
public final class JobJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(LINES));
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private JobJson() {}

    /** The job with every default filled in; {@link #parse} makes an equal one of it. */
    public static String write(JobSpec job) {
        try {
            return WRITER.writeValueAsString(JobKeys.write(job)) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a job from strict JSON: no comments, no includes, no substitutions; missing keys get their defaults, only the name
     * has none.
     *
     * @throws InvalidJobException the same sentences as for a file, without a place
     */
    public static JobSpec parse(String json) {
        return parse(json, "");
    }

    /** @param name what sentences begin with, such as the file that holds the text */
    public static JobSpec parse(String json, String name) {
        Source source = Source.named(name);
        try {
            JsonNode tree = READER.readTree(json);
            if (tree.isMissingNode()) {
                throw source.refuse("", "not JSON: the text is empty");
            }
            return JobKeys.read(tree, source);
        } catch (JsonProcessingException e) {
            throw source.refuse("", "not JSON: " + reason(e));
        }
    }

    /** The data of a job alone, on one line; {@link #parseData} makes an equal one of it. */
    public static String writeData(DataSpec data) {
        return DataKeys.write(data).toString();
    }

    /** @throws InvalidJobException where the text is nothing that {@link #writeData} wrote */
    public static DataSpec parseData(String json) {
        Source source = Source.named("data");
        try {
            return Section.read(READER.readTree(json), "data", source, DataKeys::read);
        } catch (JsonProcessingException e) {
            throw source.refuse("", "not JSON: " + reason(e));
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "longer or deeper than any job: " + e.getOriginalMessage();
        }
        String what = e instanceof MismatchedInputException ? "something follows the job" : e.getOriginalMessage();
        return "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr() + ": " + what;
    }
}
