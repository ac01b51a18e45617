/**
 * Optimizers, and schedules of the learning rate: pure arithmetic over flat arrays and step numbers.
 *
 * <p>A job names an {@link dev.evenkeel.optim.OptimizerSpec}; its {@link dev.evenkeel.optim.Optimizer} keeps nothing itself, but
 * says what a replica must keep for it, and moves a range of a tensor by a kernel that states the arithmetic. To add one: a
 * kernel where none fits, the two records, the keys in {@code job}.
 */
package dev.evenkeel.optim;
