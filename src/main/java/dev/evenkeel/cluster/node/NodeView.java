package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Remote;

/**
 * What a node tells of itself.
 *
 * @param address host and port under which the other nodes reach it
 * @param http where its HTTP server listens, {@code http://host:port}; empty if it has none
 * @param slots workers it can run; 0 for a witness
 * @param free slots without a worker at the moment
 * @param kernels what computes there
 */
public record NodeView(
        String address,
        String http,
        int slots,
        int free,
        String kernels,
        Versions versions,
        ActorRef<Host.Command> host)
        implements Remote {}
