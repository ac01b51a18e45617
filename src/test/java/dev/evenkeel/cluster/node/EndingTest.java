package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is taken out of its cluster, and one of whose actors does not end. */
class EndingTest {
    @TempDir
    private Path folder;

    @Test
    void shouldEndAllTheSame() {
        CountDownLatch stuck = new CountDownLatch(1);
        Node node = Node.start(LocalNodes.settings(folder, List.of(), 1, ConfigFactory.empty()), Optional.empty());
        try {
            node.join(Optional.empty());
            ActorRef<CountDownLatch> actor = node.system()
                    .systemActorOf(
                            Behaviors.receiveMessage(latch -> {
                                latch.await();
                                return Behaviors.same();
                            }),
                            "stuck",
                            DispatcherSelector.blocking());
            actor.tell(stuck);
            Cluster cluster = Cluster.get(node.system());

            cluster.down(cluster.selfAddress());

            node.ended().toCompletableFuture().orTimeout(2, TimeUnit.MINUTES).join();
        } finally {
            stuck.countDown();
        }
    }
}
