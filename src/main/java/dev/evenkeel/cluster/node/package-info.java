/**
 * A node of a cluster: what a JVM does that has joined, and how a job comes to the workers of several.
 *
 * <p>{@link dev.evenkeel.cluster.node.Node} starts the actor system and these actors, one of each per node:
 * <pre>
 * door    answers a node that knocks before it joins: welcome, or refused with a sentence (protocol, arithmetic, known answer)
 * host    has the worker slots: opens a job's journal and workers here, tells whoever watches how many slots are free
 * nodes   knows all hosts, by the receptionist, and what each has told
 * dead-nodes  takes nodes out of the cluster whose process has ended
 * bulk    carries large parts, see the package wire
 * </pre>
 * Whoever manages jobs spawns a {@link dev.evenkeel.cluster.node.ClusterJob} on its own node: it places the job on the hosts,
 * begins it when every host has opened its part, and ends with the coordinator. It is a shell: {@link dev.evenkeel.cluster.node.Opening}
 * follows one seat, {@link dev.evenkeel.cluster.node.Seating} decides with whom the job begins,
 * {@link dev.evenkeel.cluster.node.NewestCheckpoint} from where it goes on, {@link dev.evenkeel.cluster.node.Standings} whether anybody
 * can take it over.
 * <pre>
 * ClusterJob    →  Host         Place(job, data digest, workers, coordinator)
 * Host          →  NodeJob      spawned: reads the data, opens the run directory, spawns journal and workers
 * NodeJob       →  ClusterJob   Seated(desk) or Refused(sentence)
 * ClusterJob    →  Coordinator  Begin(desks): from here on as within one JVM
 * </pre>
 * A node's part of a job ends with its journal. The job goes on without a node that is lost. If its coordinator was there, the next
 * job manager spawns another ClusterJob, of a higher term, and every node waits for it:
 * <pre>
 * Recall        →  Host         Recall(job, term, coordinator), until every node has answered or is gone
 * NodeJob       →  Journal      Serve(term, coordinator): promises to heed no lower term, tells how far its books go
 * NodeJob       →  Recall       Stands(desk, books); a node without a part says so
 * ClusterJob    →  Coordinator  TakeOver(desks, books)
 * </pre>
 */
package dev.evenkeel.cluster.node;
