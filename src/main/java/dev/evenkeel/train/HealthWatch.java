package dev.evenkeel.train;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.Figures;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.health.Judge;
import dev.evenkeel.health.Memory;
import dev.evenkeel.nn.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * Gradient health in one step: takes figures where the step is watched, and judges every step. Compute thread only.
 */
final class HealthWatch {
    private final Replica replica;
    private final HealthSpec spec;
    private final Judge judge;
    private final long step;
    private final Optional<ActivityWatch> activity;
    private final Optional<WeightWatch> weights;
    private List<ActivationFigures> activations = List.of();

    HealthWatch(Replica replica, StepLayout layout, Exchange exchange, long step) {
        this.replica = replica;
        this.spec = replica.job().health();
        this.judge = new Judge(spec, !replica.network().norms().isEmpty());
        this.step = step;
        boolean watched = spec.watches(step);
        boolean activations = !ActivityWatch.of(replica.network()).isEmpty();
        this.activity =
                watched && activations ? Optional.of(new ActivityWatch(replica, layout, exchange)) : Optional.empty();
        this.weights = watched ? Optional.of(new WeightWatch(replica)) : Optional.empty();
    }

    /** A number as figures have it: what is too large for a double, or came of such, is the largest one. */
    static double finite(double value) {
        return Double.isFinite(value) ? value : Double.MAX_VALUE;
    }

    void before(int layer, float[] x) {
        activity.ifPresent(watch -> watch.before(layer, x));
    }

    void after(int layer, float[] y) {
        activity.ifPresent(watch -> watch.after(layer, y));
    }

    /** When the forward pass is done. */
    void send() {
        activity.ifPresent(ActivityWatch::send);
    }

    /** Runs an update of whole blocks of a tensor. */
    void update(Parameter parameter, float[] gradient, int from, int to, WeightWatch.Update update) {
        if (weights.isPresent()) {
            weights.get().update(parameter, gradient, from, to, update);
        } else {
            update.run(from, to);
        }
    }

    /** Waits for the other members' activations. */
    void receive() {
        activity.ifPresent(watch -> activations = watch.figures());
    }

    /** The step's figures, where it is watched: when it is received and updated. */
    Optional<Figures> figures(double[] gradientSquares) {
        return weights.map(watch -> new Figures(watch.figures(gradientSquares), activations));
    }

    /** Judges the step, which is about to be committed with that learning rate. */
    Judge.Outcome judge(double loss, double rate, Optional<Figures> figures) {
        double share = rate / replica.job().optimizer().rate(replica.job().batchSize());
        return judge.step(replica.state().memory(), new Judge.Step(step, loss, share, figures));
    }

    /**
     * Judges a step that met something that is not finite.
     *
     * @throws TrainingException if that ends the job
     */
    Judge.Outcome judge(NotFinite found) {
        Memory memory = replica.state().memory();
        Optional<String> layer = found.layer() == NotFinite.NO_LAYER
                ? Optional.empty()
                : Optional.of(replica.network().describe(found.layer()));
        Judge.Outcome outcome = judge.nonFinite(memory, step, layer, found.getMessage());
        if (spec.nonFinite().action() != Action.SKIP_STEP) {
            throw new TrainingException(
                    "step " + step + " (epoch " + replica.timeline().epochOf(step) + "): " + found.getMessage()
                            + "; the state is that of step " + (step - 1)
                            + "; a smaller learning rate, batch normalization or gradient-clip usually helps",
                    outcome.verdicts().stream().findFirst());
        }
        return outcome;
    }
}
