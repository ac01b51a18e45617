package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Tells a process that has ended from one that is slow: where nobody listens any more a connection is refused at once, while a
 * busy or frozen process, or a network that loses everything, refuses nothing.
 */
public final class Presence {
    private static final int MILLIS = 1000;

    private Presence() {}

    /**
     * Asks whether a node's port refuses connections, and tells the actor of it; always.
     *
     * @param answer makes the message to the actor of what was found
     */
    public static <M> void ask(ActorContext<M> actor, Address node, Function<Boolean, M> answer) {
        Executor waiting = actor.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        actor.pipeToSelf(refused(node, waiting), (refused, failed) -> answer.apply(failed == null && refused));
    }

    /** Completes with whether a node's port refuses connections; never fails. */
    public static CompletionStage<Boolean> refused(Address node, Executor waiting) {
        String host = node.getHost().orElse("");
        int port = node.getPort().orElse(0);
        return CompletableFuture.supplyAsync(() -> refused(host, port), waiting);
    }

    private static boolean refused(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), MILLIS);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }
}
