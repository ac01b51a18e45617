package dev.evenkeel.cluster.node;

import akka.cluster.Cluster;
import akka.cluster.MemberStatus;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.train.StepObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How nodes are set up that live together in a test's JVM. */
public final class TestNodes {
    /**
     * They agree sooner than nodes need to that are far from each other. What is patient with slow machines stays as it is: the
     * failure detector and the split-brain resolver.
     */
    private static final Config HASTY = ConfigFactory.parseString("""
            akka {
              # So that a node can end without a word.
              coordinated-shutdown.run-by-actor-system-terminate = off
              cluster {
                periodic-tasks-initial-delay = 100ms
                gossip-interval = 100ms
                leader-actions-interval = 100ms
                unreachable-nodes-reaper-interval = 200ms
                down-removal-margin = 100ms
                singleton.hand-over-retry-interval = 200ms
                singleton-proxy.singleton-identification-interval = 200ms
                distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms }
                typed.receptionist.distributed-data { gossip-interval = 100ms, notify-subscribers-interval = 100ms }
              }
            }
            """);

    private TestNodes() {}

    /** On loopback, at ports that are free; {@code config} goes before what is said here. */
    public static NodeSettings settings(
            Path state, List<String> seeds, int slots, List<Path> dataRoots, Config config) {
        return new NodeSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                OptionalInt.empty(),
                seeds,
                slots,
                0,
                dataRoots,
                Optional.of(state),
                config.withFallback(HASTY));
    }

    /** Starts a node whose compute threads meet what {@code observer} has for them. */
    public static Node start(NodeSettings settings, DataAccess data, StepObserver observer) {
        return Node.start(settings, Optional.of(data), Versions.own(), observer);
    }

    /** Ends a node as a process that is killed would: it tells nobody, and its port refuses connections. */
    public static void crash(Node node) {
        node.system().terminate();
        node.ended().toCompletableFuture().join();
    }

    /** Ends all that have not ended, none of which has to outlive the others. */
    public static void end(List<Node> nodes) {
        for (int n = nodes.size() - 1; n >= 0; n--) {
            Node node = nodes.get(n);
            if (node.ended().toCompletableFuture().isDone()) {
                continue;
            }
            if (Cluster.get(node.system()).selfMember().status() == MemberStatus.removed()) {
                // It has never joined.
                node.close();
            } else {
                node.abandon();
            }
        }
    }
}
