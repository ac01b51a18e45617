package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    batch-size=32                   | batch-size was 64 and is now 32: only epochs may grow when a run is resumed
                    optimizer.momentum=0.5          | optimizer.momentum was 0.9 and is now 0.5: only epochs may grow when a run is resumed
                    gradient-clip.norm=2            | gradient-clip was nothing and is now {"norm":2.0}: only epochs may grow when a run is resumed
                    batch-norm.scope={ group = 2 }  | batch-norm.scope was "global" and is now {"group":2}: only epochs may grow when a run is resumed
                    layers=[{type=dense,units=64}]  | layers[0].bias was false and is now true: only epochs may grow when a run is resumed
                    epochs=9                        | epochs was 10 and is now 9: a resumed run may have more epochs, not fewer
                    """)
    void shouldRefuseAnotherJob(String override, String sentence) {
        assertEquals(Optional.of(sentence), Resumption.check(Jobs.small(), Jobs.small(override)));
    }

    @Test
    void shouldLetEpochsGrow() {
        assertEquals(Optional.empty(), Resumption.check(Jobs.small(), Jobs.small()));
        assertEquals(Optional.empty(), Resumption.check(Jobs.small(), Jobs.small("epochs=11", "name=other")));
    }

    @Test
    void shouldNotLetEpochsGrowUnderACosine() {
        assertEquals(
                Optional.of(
                        "epochs was 10 and is now 11: with a cosine schedule that changes the rate of steps already done"),
                Resumption.check(Jobs.small("schedule.type=cosine"), Jobs.small("schedule.type=cosine", "epochs=11")));
        assertEquals(
                Optional.empty(),
                Resumption.check(Jobs.small("schedule.type=cosine"), Jobs.small("schedule.type=cosine")));
    }

    @Test
    void shouldNameAllDifferences() {
        assertEquals(
                List.of(new Difference("name", "\"small\"", "\"other\""), new Difference("seed", "42", "1")),
                Difference.between(Jobs.small(), Jobs.small("name=other", "seed=1")));
    }
}
