package dev.evenkeel.cluster;

import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Optional;

/** Steps that nobody has computed: of a net with one layer that has weights, and all members agree. */
final class Steps {
    private Steps() {}

    static StepResult result(Timeline.Batch batch) {
        return new StepResult(
                batch,
                false,
                0.5,
                0.1,
                List.of(1.0),
                Optional.empty(),
                List.of(),
                batch.step(),
                new TrainingState.Counters(batch.step(), 0, 0.0, 0, batch.to()),
                false);
    }
}
