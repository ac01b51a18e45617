/**
 * A training run without a cluster: state, plan of a step, and one member's way through it.
 *
 * <p>{@link dev.evenkeel.train.StepRunner} is the straight line of a step; what it needs of the other members goes through
 * {@link dev.evenkeel.train.Exchange}, which tests implement with threads and {@code cluster} with messages.
 * {@link dev.evenkeel.train.Course} decides what a run does next. The job specification, which the first draft of the design had
 * here, and the run's files have rooms of their own, {@code job} and {@code run}: they are read and written where nothing is
 * trained.
 */
package dev.evenkeel.train;
