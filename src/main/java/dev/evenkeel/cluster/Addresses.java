package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;

/** Where actors are, for sentences. */
public final class Addresses {
    private Addresses() {}

    /** {@code " on host:port"} of an actor on another node; nothing for one in this JVM. */
    public static String of(ActorRef<?> actor) {
        return isElsewhere(actor) ? " on " + actor.path().address().hostPort().replaceFirst("^.*@", "") : "";
    }

    /** Whether messages to the actor cross a network. */
    public static boolean isElsewhere(ActorRef<?> actor) {
        return actor.path().address().hasGlobalScope();
    }
}
