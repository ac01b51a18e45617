package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDigestTest {
    private static final String DATA = "d".repeat(64);

    /** Known answers, on every JDK; computed from the documentation of {@link JobDigest} by other means. */
    @Test
    void shouldStayTheSame() {
        assertEquals("12ba361ada8f4e1b4ba11a691a8915e68ade4eacc91a0d5222c3ce8e62aa1888", digest(Jobs.small()));
        assertEquals(
                "9e529fcb6752837a53ce7a39e594e5b5b9f77fbaf914759c1240688ad83cb9db",
                JobDigest.resumable(Jobs.small(), DATA, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss=mean-squared-error",
                "augment=[{ type = random-crop, padding = 1 }]",
                "augment=[{ type = random-horizontal-flip }]",
                "optimizer.learning-rate=0.10000000000000002",
                "optimizer.momentum=0",
                "optimizer.base-batch-size=64",
                "optimizer.type=adam",
                "optimizer.type=adamw",
                "optimizer.type=lars",
                "optimizer.nesterov=true",
                "schedule.warmup-epochs=1",
                "gradient-clip.norm=1",
                "batch-size=63",
                "micro-batch=31",
                "batch-norm.enabled=false",
                "batch-norm.scope=micro-batch",
                "batch-norm.scope={ group = 1 }",
                "batch-norm.momentum=cumulative",
                "batch-norm.zero-init-residual=true",
                "epochs=11",
                "seed=43",
                "layers=[{ type = dense, units = 10 }]",
                "health.every-steps=11",
                "health.dead-relu.action=stop",
            })
    void shouldDependOnEverythingThatTheModelDoes(String override) {
        assertNotEquals(digest(Jobs.small()), digest(Jobs.small(override)));
    }

    @Test
    void shouldDependOnDataAndArithmetic() {
        assertNotEquals(digest(Jobs.small()), JobDigest.of(Jobs.small(), "e".repeat(64), 1));
        assertNotEquals(digest(Jobs.small()), JobDigest.of(Jobs.small(), DATA, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=other",
                "augment=[]",
                "data={ type = idx, path = elsewhere }",
                "optimizer.learning-rate=1e-1",
                "batch-size=64.0",
            })
    void shouldNotDependOnNameOrPathOrSpelling(String override) {
        assertEquals(
                digest(Jobs.small()),
                digest(Jobs.parse(Jobs.SMALL + override.replaceFirst("^data", "data = null, data"))));
    }

    @Test
    void shouldNotTellTheZerosApart() {
        JobBuilder negative =
                Jobs.small().toBuilder().optimizer(Optimizers.sgd(0.1).weightDecay(-0.0));

        assertEquals(Jobs.small(), negative.build());
        assertEquals(digest(Jobs.small()), digest(negative.build()));
    }

    @Test
    void shouldLetEpochsGrowUnlessTheScheduleDependsOnThem() {
        assertEquals(resumable("epochs=3"), resumable("epochs=30"));
        assertEquals(
                resumable("epochs=3", "schedule={ type = step, every-epochs = 2 }"),
                resumable("epochs=30", "schedule={ type = step, every-epochs = 2 }"));
        assertNotEquals(resumable("epochs=3", "schedule.type=cosine"), resumable("epochs=30", "schedule.type=cosine"));
        assertNotEquals(resumable("epochs=3"), resumable("epochs=3", "seed=1"));
    }

    private static String digest(JobSpec job) {
        return JobDigest.of(job, DATA, 1);
    }

    private static String resumable(String... overrides) {
        return JobDigest.resumable(Jobs.small(overrides), DATA, 1);
    }
}
