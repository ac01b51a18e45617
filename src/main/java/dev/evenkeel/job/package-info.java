/**
 * The job specification: what to train, on what, and how; read, filled in, checked, written, identified.
 *
 * <p>Every job comes through {@link dev.evenkeel.job.JobKeys}, one tree of keys, whoever wrote it: a file in HOCON
 * ({@link dev.evenkeel.job.JobReader}), strict JSON ({@link dev.evenkeel.job.JobJson}) or code
 * ({@link dev.evenkeel.job.JobBuilder}). So there is one set of rules and sentences, and one of
 * {@linkplain dev.evenkeel.job.Defaults defaults}. The tree is Jackson's; the step from it to records is our own
 * ({@link dev.evenkeel.job.Section}), since Jackson's binding knows neither ranges nor lines, and its words are not for users.
 *
 * <p>Each {@code …Keys} class holds one section in both directions. To add a layer, an optimizer, a key: extend its record, the
 * two directions in its {@code …Keys}, the builder's words, and the table of wrong jobs in the tests.
 *
 * <p>What a job must be to fit its data is checked when that is read: {@link dev.evenkeel.job.JobValidation}.
 */
package dev.evenkeel.job;
