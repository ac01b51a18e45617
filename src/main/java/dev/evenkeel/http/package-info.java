/**
 * The job API of a node over HTTP: submit, look, stop, take the results. Every node answers for the whole cluster.
 *
 * <p>{@link dev.evenkeel.http.JobRoutes} says what there is, {@link dev.evenkeel.http.LiveMetrics} streams a job while it
 * runs, {@link dev.evenkeel.http.ApiServer} listens. Bodies are strict JSON and bounded, answers are JSON, every wait has a
 * deadline, and whatever goes wrong is {@code {"error": "one sentence"}} with a status. The words of the answers are those of
 * {@link dev.evenkeel.client}.
 */
package dev.evenkeel.http;
