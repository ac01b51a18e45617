package dev.evenkeel.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of run directories that nobody named: {@code <job>-<time>}, as {@code digits-20261122-171103}, in UTC, so that
 * names sort by time all year; a second run of the same second is {@code digits-20261122-171103-2}.
 */
public final class RunNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private RunNames() {}

    /** The name of the first run of that job in that second. */
    public static String of(String job, Instant now) {
        return job + "-" + TIME.format(now);
    }

    /** A name that nothing in {@code parent} has. */
    public static Path fresh(Path parent, String job, Instant now) {
        String name = of(job, now);
        Path path = parent.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = parent.resolve(name + "-" + number);
        }
        return path;
    }

    /** The newest directory in {@code parent} with a run of that job, by its name. */
    public static Optional<Path> newest(Path parent, String job) {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        Pattern form = Pattern.compile(Pattern.quote(job) + "-(\\d{8}-\\d{6})(?:-(\\d{1,9}))?");
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> Files.isRegularFile(new RunFiles(entry).job()))
                    .flatMap(entry -> Run.of(entry, form).stream())
                    .max(Comparator.comparing(Run::time).thenComparing(Run::number))
                    .map(Run::path);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot look for runs in " + parent + ": " + Reason.of(failed), failed);
        }
    }

    private record Run(Path path, String time, int number) {
        static Optional<Run> of(Path path, Pattern form) {
            Matcher name = form.matcher(path.getFileName().toString());
            if (!name.matches()) {
                return Optional.empty();
            }
            int number = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
            return Optional.of(new Run(path, name.group(1), number));
        }
    }
}
