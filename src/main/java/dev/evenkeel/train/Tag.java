package dev.evenkeel.train;

/**
 * What every message of a step carries, so that nothing late or early is taken for something else.
 *
 * @param job id of the job
 * @param term counts coordinators
 * @param attempt counts plans within a term
 * @param epoch from 1
 * @param step from 1, over the whole run
 * @param index layer or bucket, see {@link Phase}
 * @param state digest of the state with which the sender began the step
 */
public record Tag(String job, long term, int attempt, int epoch, long step, Phase phase, int index, long state) {}
