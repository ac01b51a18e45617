package dev.evenkeel.cluster.files;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import dev.evenkeel.cluster.node.Node;

/**
 * What a node shares of its disk with the others.
 *
 * @param runs the run directories of all nodes
 * @param peers the data sets of all nodes
 */
public record NodeFiles(RunArchive runs, DataPeers peers) {
    /** Starts the actors that give out this node's files, and lets its data come from the other nodes. */
    public static NodeFiles start(Node node, NodeData data) {
        ActorSystem<?> system = node.system();
        DispatcherSelector waiting = DispatcherSelector.blocking();
        ActorRef<RunKeeper.Command> runKeeper =
                system.systemActorOf(RunKeeper.create(node.stateDir().resolve("runs")), "run-keeper", waiting);
        ActorRef<DataKeeper.Command> dataKeeper = system.systemActorOf(DataKeeper.create(data), "data-keeper", waiting);
        DataPeers peers = new DataPeers(system, dataKeeper);
        data.share(node.stateDir().resolve("data"), peers);
        return new NodeFiles(new RunArchive(system, runKeeper), peers);
    }
}
