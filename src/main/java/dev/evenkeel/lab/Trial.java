package dev.evenkeel.lab;

import dev.evenkeel.job.JobSpec;

/**
 * One job of an experiment.
 *
 * @param key tells it from the experiment's others, and says what is special about it: {@code relu, he, 20 layers, with, seed 1}
 * @param measure what is to be taken from its run
 */
public record Trial(String key, JobSpec job, Measure measure) {}
