/**
 * The job API of a cluster as those outside see it: its words ({@link dev.evenkeel.client.JobState},
 * {@link dev.evenkeel.client.JobStatus}, {@link dev.evenkeel.client.NodeStatus}, each the two directions of its JSON), and
 * {@link dev.evenkeel.client.JobClient}, which speaks to it over HTTP. The nodes use the same words, so that there is one
 * description of what goes over the wire.
 *
 * <p>No actors: a program that submits jobs joins no cluster.
 */
package dev.evenkeel.client;
