package dev.evenkeel.run;

/**
 * What a run is a run of, each 64 hex digits.
 *
 * @param job digest of the whole job
 * @param resumable digest of the job without what may grow: the same for a run and its continuation
 * @param data digest of the data set
 */
public record RunIdentity(String job, String resumable, String data) {}
