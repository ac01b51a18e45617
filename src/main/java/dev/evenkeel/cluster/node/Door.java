package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.evenkeel.cluster.Remote;
import java.util.Optional;

/** Answers nodes that want to join, before they do: a node that computes or talks differently must not come in. */
final class Door {
    static final String NAME = "door";

    private Door() {}

    /** Stays as it is in all versions of the protocol, so that any two nodes can tell each other why they don't fit. */
    record Knock(String address, Versions versions, ActorRef<Answer> replyTo) implements Remote {}

    /** Likewise. */
    sealed interface Answer extends Remote {}

    record Welcome() implements Answer {}

    record Refused(String sentence) implements Answer {}

    static Behavior<Knock> create(String own, Versions versions) {
        return Behaviors.receive((context, knock) -> {
            Optional<String> refusal = versions.refusal(own, knock.address(), knock.versions());
            refusal.ifPresent(sentence -> context.getLog().warn("refused: {}", sentence));
            knock.replyTo().tell(refusal.<Answer>map(Refused::new).orElseGet(Welcome::new));
            return Behaviors.same();
        });
    }
}
