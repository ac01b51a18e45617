package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CombinationTest {
    @Test
    void shouldMeetEveryValueWithEveryOther() {
        List<List<?>> dimensions = List.of(
                Combination.WORKERS,
                Combination.BATCHES,
                Combination.SCOPES,
                Combination.OPTIMIZERS,
                Combination.JDKS,
                Combination.KERNELS,
                List.of(false, true));
        Set<List<?>> missing = new HashSet<>();
        for (int a = 0; a < dimensions.size(); a++) {
            for (int b = a + 1; b < dimensions.size(); b++) {
                for (Object first : dimensions.get(a)) {
                    for (Object second : dimensions.get(b)) {
                        missing.add(List.of(a, first, b, second));
                    }
                }
            }
        }

        List<Combination> pairs = Combination.pairs();

        for (Combination pair : pairs) {
            List<?> values = Stream.of(
                            pair.workers(),
                            pair.batch(),
                            pair.scope(),
                            pair.optimizer(),
                            pair.jdk(),
                            pair.kernels(),
                            pair.resumed())
                    .toList();
            for (int a = 0; a < values.size(); a++) {
                for (int b = a + 1; b < values.size(); b++) {
                    missing.remove(List.of(a, values.get(a), b, values.get(b)));
                }
            }
        }
        assertEquals(Set.of(), missing);
        long processes =
                pairs.size() + pairs.stream().filter(Combination::resumed).count();
        assertTrue(processes <= 40, processes + " JVMs in " + pairs.size() + " combinations");
    }
}
