/**
 * Files across the nodes of a cluster: run directories for whoever asks for a job at any node, data sets for nodes that lack
 * them. Both travel the same way, in pieces that the reader asks for one by one, so that nothing queues up and a piece that is
 * lost is a deadline that is missed.
 */
package dev.evenkeel.cluster.files;
