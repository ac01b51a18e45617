package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a majority of the cluster is behind a coordinator. Any thread. */
public interface Majority {
    /** Where there is nobody else. */
    Majority ALONE = () -> CompletableFuture.completedFuture(Optional.empty());

    /** How soon it is asked again. */
    Duration AGAIN = Duration.ofSeconds(1);

    /** Empty if it is; otherwise a phrase that says why not. It comes within a stated time. */
    CompletionStage<Optional<String>> refusal();

    /** Asks, and tells a coordinator; always. */
    default void ask(ActorRef<Coordinator.Command> coordinator) {
        refusal()
                .exceptionally(failed -> Optional.of(String.valueOf(failed.getMessage())))
                .thenAccept(refusal -> coordinator.tell(new Answer(refusal)));
    }

    /** The answer, as the coordinator hears it. */
    record Answer(Optional<String> refusal) implements Coordinator.Command {}
}
