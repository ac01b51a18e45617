package dev.evenkeel.cluster.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node's way into the cluster: it knocks at the seed nodes, joins by them, and waits until it is up. */
final class Joining {
    private static final Duration KNOCK = Duration.ofSeconds(2);

    private final ActorSystem<Void> system;
    private final Cluster cluster;
    private final String own;
    private final Versions versions;
    private final SeedNodes seeds;
    private final Duration patience;

    Joining(ActorSystem<Void> system, String own, Versions versions, SeedNodes seeds) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.own = own;
        this.versions = versions;
        this.seeds = seeds;
        this.patience = system.settings().config().getDuration("evenkeel.node.join-timeout");
    }

    /** @throws NodeException if a seed node refuses this one, none answers, or it is not up in time */
    void run() {
        CompletableFuture<Done> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(Done.getInstance()));
        List<String> others = seeds.without(own);
        if (others.isEmpty()) {
            cluster.join(cluster.selfAddress());
        } else {
            knock(others);
            cluster.joinSeedNodes(seeds.addresses());
        }
        await(up);
    }

    private void knock(List<String> others) {
        long until = System.nanoTime() + patience.toNanos();
        do {
            for (String other : others) {
                Optional<Door.Answer> answer = knock(other);
                if (answer.isPresent() && answer.get() instanceof Door.Refused refused) {
                    throw new NodeException(refused.sentence());
                }
                if (answer.isPresent()) {
                    return;
                }
            }
            if (seeds.isFirst(own)) {
                return;
            }
        } while (System.nanoTime() < until);
        throw new NodeException("no seed node answers at " + String.join(", ", others) + " within "
                + patience.toSeconds() + " s: start one there, or correct --seed-nodes");
    }

    private Optional<Door.Answer> knock(String other) {
        ActorRef<Door.Knock> door =
                ActorRefResolver.get(system).resolveActorRef(SeedNodes.parse(other) + "/system/" + Door.NAME);
        CompletionStage<Door.Answer> answer =
                AskPattern.ask(door, replyTo -> new Door.Knock(own, versions, replyTo), KNOCK, system.scheduler());
        try {
            return Optional.of(answer.toCompletableFuture().join());
        } catch (CompletionException silent) {
            return Optional.empty();
        }
    }

    private void await(CompletableFuture<Done> up) {
        try {
            up.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new NodeException("node " + own + " has not become a member of the cluster of "
                    + String.join(", ", seeds.nodes()) + " within " + patience.toSeconds()
                    + " s: see whether the nodes can reach it under that address");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while joining");
        }
    }
}
