/**
 * The public Java API: {@link dev.evenkeel.Evenkeel} takes a {@link dev.evenkeel.job.JobSpec} and gives a
 * {@link dev.evenkeel.JobHandle}, which ends in a {@link dev.evenkeel.TrainingResult}. Nothing public returns or takes null.
 */
package dev.evenkeel;
