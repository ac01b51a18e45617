/**
 * Data sets and their readers, the order of an epoch, and augmentation.
 *
 * <p>{@link dev.evenkeel.data.Datasets} reads what a {@link dev.evenkeel.data.DataSpec} names into a
 * {@link dev.evenkeel.data.Dataset}: all in memory, normalized by the training part, identified by a digest. A step gathers its
 * samples from the training part through {@link dev.evenkeel.data.Augmentation}; the test part is always seen as it is.
 */
package dev.evenkeel.data;
