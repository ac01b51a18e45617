package dev.evenkeel.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final int STEPS = 10;
    private static final int EPOCHS = 6;

    @Test
    void shouldStayConstant() {
        LongStream.range(0, STEPS * EPOCHS)
                .forEach(done -> assertEquals(0.3, rate(new ScheduleSpec.Constant(0), done)));
    }

    @Test
    void shouldFallByTheFactorAfterEverySoManyEpochs() {
        ScheduleSpec step = new ScheduleSpec.Step(2, 0.5, 0);
        assertEquals(0.3, rate(step, 0));
        assertEquals(0.3, rate(step, 19));
        assertEquals(0.15, rate(step, 20));
        assertEquals(0.15, rate(step, 39));
        assertEquals(0.075, rate(step, 40));
    }

    @Test
    void shouldFollowHalfACosine() {
        ScheduleSpec cosine = new ScheduleSpec.Cosine(0);
        for (int done = 0; done < STEPS * EPOCHS; done++) {
            assertEquals(0.3 * (1 + Math.cos(Math.PI * done / 60)) / 2, rate(cosine, done), 1e-15);
        }
        assertEquals(0.3, rate(cosine, 0));
        assertTrue(rate(cosine, STEPS * EPOCHS - 1) > 0);
    }

    static Stream<ScheduleSpec> warmedUp() {
        return Stream.of(
                new ScheduleSpec.Constant(1.5), new ScheduleSpec.Step(2, 0.5, 1.5), new ScheduleSpec.Cosine(1.5));
    }

    /** From 1/16 of the rate at the first step, evenly, to the whole rate at the first step after one and a half epochs. */
    @ParameterizedTest
    @MethodSource("warmedUp")
    void shouldRiseEvenlyToTheWholeRateFirst(ScheduleSpec schedule) {
        for (int done = 0; done <= 15; done++) {
            assertEquals(0.3 * (done + 1) / 16, rate(schedule, done), 1e-15);
        }
        assertTrue(rate(schedule, 16) <= 0.3);
    }

    @Test
    void shouldFallToZeroOverTheEpochsAfterTheWarmUp() {
        ScheduleSpec cosine = new ScheduleSpec.Cosine(1);
        assertEquals(0.15, rate(cosine, 35), 1e-15);
        assertEquals(0.3 * (1 + Math.cos(Math.PI * 49 / 50)) / 2, rate(cosine, 59), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 7, 1000})
    void shouldOnlyRiseWhereTheWarmUpTakesAllEpochs(double warmup) {
        for (int done = 0; done < STEPS * EPOCHS; done++) {
            assertEquals(0.3 * (done + 1) / (warmup * STEPS + 1), rate(new ScheduleSpec.Cosine(warmup), done), 1e-15);
        }
    }

    private static double rate(ScheduleSpec schedule, long done) {
        return Schedule.rate(schedule, 0.3, done, STEPS, EPOCHS);
    }
}
