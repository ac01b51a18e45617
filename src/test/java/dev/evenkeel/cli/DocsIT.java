package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.processes.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that the distribution brings along. */
class DocsIT {
    /** Of a link or picture, but for those to the same page and to the web. */
    private static final Pattern TARGET = Pattern.compile("]\\((?!#|https?:)([^)#]+)");

    @Test
    void shouldLeadToNothingThatIsNotThere() throws IOException {
        Path readme = Distribution.HOME.resolve("README.md");
        assertTrue(
                targets(readme).contains("src/docs/depth.svg"), targets(readme).toString());
        try (Stream<Path> docs = Files.list(Distribution.HOME.resolve("src/docs"))) {
            List<Path> pages = Stream.concat(Stream.of(readme), docs.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList();
            assertTrue(pages.size() > 1, pages.toString());
            for (Path page : pages) {
                List<String> missing = targets(page).stream()
                        .filter(target -> !Files.exists(page.resolveSibling(target)))
                        .toList();
                assertEquals(List.of(), missing, page.toString());
            }
        }
    }

    private static List<String> targets(Path page) throws IOException {
        return TARGET.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .toList();
    }
}
