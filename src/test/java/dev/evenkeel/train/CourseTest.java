package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.dense;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.JobSpec.Checkpoints;
import dev.evenkeel.train.Course.Act;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Ten samples in batches of four, three epochs: nine steps, epochs end at 3, 6 and 9. */
class CourseTest {
    private static final Timeline TIMELINE = new Timeline(10, 4, 3);

    @Test
    void shouldTrainFromEpochToEpoch() {
        Course course = course(new Checkpoints(OptionalInt.of(2), OptionalInt.empty()), 2);
        assertEquals("TrainUntil 3", acts(course.start(0)));
        assertEquals("CloseEpoch 1 loss, TrainUntil 6", acts(course.at(3, false)));
        assertEquals("CloseEpoch 2 tested, Checkpoint, TrainUntil 9", acts(course.at(6, false)));
        assertEquals("CloseEpoch 3 tested, Checkpoint, Finish", acts(course.at(9, false)));
    }

    @Test
    void shouldStopForCheckpointsWithinAnEpoch() {
        Course course = course(new Checkpoints(OptionalInt.empty(), OptionalInt.of(2)), 1);
        assertEquals("TrainUntil 2", acts(course.start(0)));
        assertEquals("Checkpoint, TrainUntil 3", acts(course.at(2, false)));
        assertEquals("CloseEpoch 1 tested, TrainUntil 4", acts(course.at(3, false)));
        assertEquals("CloseEpoch 2 tested, Checkpoint, TrainUntil 8", acts(course.at(6, false)));
    }

    @Test
    void shouldEndBehindACheckpointWhenAskedTo() {
        Course course = course(new Checkpoints(OptionalInt.of(1), OptionalInt.empty()), 1);
        assertEquals("Checkpoint, Stop", acts(course.at(2, true)));
        assertEquals("CloseEpoch 1 tested, Checkpoint, Stop", acts(course.at(3, true)));
        assertEquals("CloseEpoch 3 tested, Checkpoint, Finish", acts(course.at(9, true)));
    }

    @Test
    void shouldGoOnFromACheckpoint() {
        Course course = course(new Checkpoints(OptionalInt.of(1), OptionalInt.empty()), 1);
        assertEquals("TrainUntil 6", acts(course.start(3)));
        assertEquals("TrainUntil 6", acts(course.start(4)));
        assertEquals("CloseEpoch 3 tested, Finish", acts(course.start(9)));
    }

    @Test
    void shouldEvaluateNothingWithoutATestPart() {
        Course course = course(new Checkpoints(OptionalInt.of(1), OptionalInt.empty()), 1, false);
        assertEquals("CloseEpoch 1 loss, Checkpoint, TrainUntil 6", acts(course.at(3, false)));
        assertEquals("CloseEpoch 3 loss, Checkpoint, Finish", acts(course.at(9, false)));
        assertEquals("CloseEpoch 3 loss, Finish", acts(course.start(9)));
    }

    @Test
    void shouldStopBehindACheckpointBeforeItHasBegun() {
        Course course = course(new Checkpoints(OptionalInt.of(1), OptionalInt.empty()), 1);
        assertEquals("Checkpoint, Stop", acts(course.stopAtOnce()));
    }

    @Test
    void shouldSayWhy() {
        Course course = course(new Checkpoints(OptionalInt.of(1), OptionalInt.empty()), 1);
        assertEquals(
                List.of("epoch 1 is done", "a checkpoint is due", "nothing else is due before step 6"),
                course.at(3, false).stream().map(Act::reason).toList());
        assertEquals(
                List.of("a stop was asked for", "a stop was asked for"),
                course.at(2, true).stream().map(Act::reason).toList());
    }

    private static Course course(Checkpoints checkpoints, int evaluateEveryEpochs) {
        return course(checkpoints, evaluateEveryEpochs, true);
    }

    private static Course course(Checkpoints checkpoints, int evaluateEveryEpochs, boolean tests) {
        JobSpec job = Jobs.of(dense(2)).batchSize(4).epochs(3).build();
        JobSpec spec = new JobSpec(
                job.name(),
                job.data(),
                job.augment(),
                job.layers(),
                job.loss(),
                job.optimizer(),
                job.schedule(),
                job.clipNorm(),
                job.batchSize(),
                job.microBatch(),
                job.batchNorm(),
                job.epochs(),
                job.seed(),
                checkpoints,
                evaluateEveryEpochs,
                job.health());
        return new Course(spec, TIMELINE, tests);
    }

    private static String acts(List<Act> acts) {
        return String.join(", ", acts.stream().map(CourseTest::name).toList());
    }

    private static String name(Act act) {
        String name = act.getClass().getSimpleName();
        if (act instanceof Act.TrainUntil train) {
            return name + " " + train.step();
        } else if (act instanceof Act.CloseEpoch close) {
            return name + " " + close.epoch() + (close.evaluate() ? " tested" : " loss");
        }
        return name;
    }
}
