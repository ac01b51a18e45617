/**
 * The jobs of a cluster: accepted, kept safe, started when there is room, remembered when they have ended.
 *
 * <p>{@link dev.evenkeel.cluster.jobs.JobManager}, a singleton, is a shell around {@link dev.evenkeel.cluster.jobs.JobQueue}, which
 * decides; {@link dev.evenkeel.cluster.jobs.JobStore} keeps the records in Distributed Data, on a majority of the nodes, ordered
 * by (term, version). When its node is lost the next oldest takes over with a higher term, and the running jobs go on under it.
 * Each node has the records in files, too, by {@link dev.evenkeel.cluster.jobs.RecordFiles}: when all were lost, they tell the first
 * manager that comes up after that, by {@link dev.evenkeel.cluster.jobs.Remembering}; queued jobs start, those that ran fail with a
 * sentence that says how to resume them. The store is {@link dev.evenkeel.cluster.Majority}'s witness, too. {@link dev.evenkeel.cluster.jobs.JobService} is what a node offers of it to those outside.
 */
package dev.evenkeel.cluster.jobs;
