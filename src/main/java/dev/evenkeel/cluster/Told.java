package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.Map;

/** What a coordinator has told others, counted for each, as what is on its way is lost when a connection breaks. Coordinator only. */
final class Told {
    private final Map<ActorRef<?>, Long> counts = new HashMap<>();

    <M> void tell(ActorRef<? super M> who, M message) {
        counts.merge(who, 1L, Long::sum);
        who.tell(message);
    }

    /** So many so far. */
    long to(ActorRef<?> who) {
        return counts.getOrDefault(who, 0L);
    }
}
