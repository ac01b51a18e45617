package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads job files: HOCON, of which JSON is a part. */
public final class JobReader {
    private JobReader() {}

    /**
     * Reads a job file, fills in the defaults, and checks every value.
     *
     * @param overrides {@code key=value} each, the value in HOCON; later ones win
     * @throws InvalidJobException a sentence that begins with the file and line, or with the override
     */
    public static ReadJob read(Path file, List<String> overrides) {
        return parse(text(file), file, overrides, System.getenv());
    }

    /** Reads the text of a job file. */
    static ReadJob parse(String text, Path file, List<String> overrides, Map<String, String> variables) {
        Hocon hocon = Hocon.resolve(file.toString(), text, overrides, variables);
        JobSpec spec = JobKeys.read(named(hocon.tree(), file), hocon.source());
        return new ReadJob(spec, file.toAbsolutePath().normalize().getParent(), hocon.environment(), hocon.source());
    }

    /** A job without a name is called as its file is, without the extension. */
    private static JsonNode named(JsonNode tree, Path file) {
        if (tree instanceof ObjectNode job && !job.has("name")) {
            job.put("name", file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
        }
        return tree;
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidJobException(file + ": is a folder: a job is a HOCON or JSON file");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidJobException(file + ": no such file: a job is a HOCON or JSON file", e);
        } catch (CharacterCodingException e) {
            throw new InvalidJobException(file + ": not a text in UTF-8: a job is a HOCON or JSON file", e);
        } catch (IOException e) {
            throw new InvalidJobException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
