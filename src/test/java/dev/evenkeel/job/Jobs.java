package dev.evenkeel.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Jobs for tests. */
final class Jobs {
    /** A small network on the digits, in HOCON; keys can be appended. */
    static final String SMALL = """
            name = small
            data { type = digits }
            layers = [
              { type = dense, units = 64, bias = false }, { type = batch-norm }, { type = relu }
              { type = dense, units = 10 }
            ]
            """;

    private Jobs() {}

    static JobSpec small(String... overrides) {
        return parse(SMALL, overrides);
    }

    static JobSpec parse(String text, String... overrides) {
        return JobReader.parse(text, Path.of("job.conf"), List.of(overrides), Map.of())
                .spec();
    }
}
