/**
 * The run directory: what a training run leaves behind, and what can be proven from it.
 *
 * <p>{@link dev.evenkeel.run.RunDirectory} knows the files; {@link dev.evenkeel.run.Ledger} and
 * {@link dev.evenkeel.run.MetricsLog} grow by a line a step; {@link dev.evenkeel.run.Audit} and
 * {@link dev.evenkeel.run.RunDiff} read what is there. Files that grow are append-only and made of lines that end with a
 * newline, so that a crash leaves at most one torn line at the end, which the next opening cuts off.
 *
 * <p>Everything here belongs to one thread at a time. What is wrong with a directory or a file is a
 * {@link dev.evenkeel.run.RunException}; a disk that fails is an {@link java.io.UncheckedIOException}. Either message is
 * one sentence for the user.
 */
package dev.evenkeel.run;
