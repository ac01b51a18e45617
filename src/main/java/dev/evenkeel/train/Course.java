package dev.evenkeel.train;

import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run does when all workers stand at a step: pure decisions, each with its reason for the log. Workers train without
 * asking up to the next step at which something else is due.
 *
 * @param tests whether there is a test part to evaluate
 */
public record Course(JobSpec job, Timeline timeline, boolean tests) {
    /** One thing to do; the acts of a stop follow one another. */
    public sealed interface Act {
        String reason();

        /** Trains on, up to this step. */
        record TrainUntil(long step, String reason) implements Act {}

        /** Closes an epoch's books: evaluates the test part, or only writes down the training loss. */
        record CloseEpoch(int epoch, boolean evaluate, String reason) implements Act {}

        record Checkpoint(String reason) implements Act {}

        /** Writes the model: the run has succeeded. */
        record Finish(String reason) implements Act {}

        /** Ends the run early, behind a checkpoint. */
        record Stop(String reason) implements Act {}
    }

    /** The acts of a run that begins, or goes on from a checkpoint, at that step. */
    public List<Act> start(long step) {
        if (step >= timeline.steps()) {
            return List.of(
                    new Act.CloseEpoch(timeline.epochs(), tests, "the checkpoint is that of the last step"),
                    new Act.Finish("every epoch is done"));
        }
        return List.of(trainOn(step));
    }

    /** The acts of a run that is to stop before it has begun. */
    public List<Act> stopAtOnce() {
        String reason = "a stop was asked for";
        return List.of(new Act.Checkpoint(reason), new Act.Stop(reason));
    }

    /** The acts at a step that was just committed. */
    public List<Act> at(long step, boolean stopWished) {
        List<Act> acts = new ArrayList<>();
        int epoch = timeline.epochOf(step);
        boolean epochEnds = step == timeline.lastStep(epoch);
        boolean runEnds = step == timeline.steps();
        if (epochEnds) {
            boolean evaluate = tests && (runEnds || epoch % job.evaluateEveryEpochs() == 0);
            acts.add(new Act.CloseEpoch(epoch, evaluate, "epoch " + epoch + " is done"));
        }
        boolean due = dueBySteps(step) || epochEnds && dueByEpochs(epoch);
        if (due || runEnds || stopWished) {
            acts.add(new Act.Checkpoint(
                    due ? "a checkpoint is due" : runEnds ? "the run ends" : "a stop was asked for"));
        }
        if (runEnds) {
            acts.add(new Act.Finish("every epoch is done"));
        } else if (stopWished) {
            acts.add(new Act.Stop("a stop was asked for"));
        } else {
            acts.add(trainOn(step));
        }
        return acts;
    }

    private Act trainOn(long step) {
        long next = timeline.lastStep(timeline.epochOf(step + 1));
        if (job.checkpoint().everySteps().isPresent()) {
            int every = job.checkpoint().everySteps().getAsInt();
            next = Math.min(next, (step / every + 1) * every);
        }
        return new Act.TrainUntil(next, "nothing else is due before step " + next);
    }

    private boolean dueBySteps(long step) {
        return job.checkpoint().everySteps().isPresent()
                && step % job.checkpoint().everySteps().getAsInt() == 0;
    }

    private boolean dueByEpochs(int epoch) {
        return job.checkpoint().everyEpochs().isPresent()
                && epoch % job.checkpoint().everyEpochs().getAsInt() == 0;
    }
}
