/**
 * Optimizers, and schedules of the learning rate: pure arithmetic over flat arrays and step numbers.
 */
package dev.evenkeel.optim;
