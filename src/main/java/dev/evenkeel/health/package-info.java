/**
 * Gradient health: what is measured while a network trains, and the rules that say in words when something is wrong.
 *
 * <p>Pure functions. On watched steps training hands over {@link dev.evenkeel.health.Figures}, taken from the reduced gradient and
 * the merged activation statistics, so that they do not depend on the cluster. {@link dev.evenkeel.health.Judge} folds them into
 * a {@link dev.evenkeel.health.Memory}, step by step, and gives {@link dev.evenkeel.health.Verdict}s: the same history of
 * figures, the same verdicts. The memory is part of the training state, since verdicts may act on the training
 * ({@link dev.evenkeel.health.Action}); a resumed run acts as the undisturbed one.
 *
 * <p>A rule compares figures with the thresholds of {@link dev.evenkeel.health.HealthSpec} and gives a
 * {@link dev.evenkeel.health.Reading} per layer; what makes a verdict of readings is the same for all rules and stands in the
 * judge: a rule fires for a layer once its readings were ill at enough watched steps in a row, and not again until the layer
 * has been well for as long.
 */
package dev.evenkeel.health;
