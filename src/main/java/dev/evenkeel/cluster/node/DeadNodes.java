package dev.evenkeel.cluster.node;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import dev.evenkeel.cluster.Presence;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Takes nodes out of the cluster whose process has ended, without the patience of the split-brain resolver: those that
 * {@link ProcessDetector} misses, and whose port refuses connections, which a slow, frozen or cut off node's does not. A firewall
 * may refuse, too, so it acts for a majority alone: this node and those that it can reach.
 */
final class DeadNodes extends AbstractBehavior<DeadNodes.Command> {
    static final String NAME = "dead-nodes";

    private static final Duration ROUND = Duration.ofSeconds(1);

    /** Rounds that a cluster may have two nodes before it is told: others may be about to join. */
    private static final int PATIENCE = 30;

    sealed interface Command {}

    private record Look() implements Command {}

    private record Asked(Address node, boolean refused) implements Command {}

    private final Cluster cluster;
    private int rounds;

    private DeadNodes(ActorContext<Command> context) {
        super(context);
        cluster = Cluster.get(context.getSystem());
        context.setLoggerName("evenkeel.node");
    }

    static Behavior<Command> create() {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), ROUND);
            return Behaviors.setup(DeadNodes::new);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, look -> look())
                .onMessage(Asked.class, this::asked)
                .build();
    }

    private Behavior<Command> look() {
        tellOfTwo();
        cluster.state().getUnreachable().stream()
                .filter(DeadNodes::hasVote)
                .map(Member::address)
                .forEach(address -> Presence.ask(getContext(), address, refused -> new Asked(address, refused)));
        return this;
    }

    private Behavior<Command> asked(Asked asked) {
        int nodes = voters().size();
        int there = nodes
                - (int) cluster.state().getUnreachable().stream()
                        .filter(DeadNodes::hasVote)
                        .count();
        if (asked.refused() && voters().contains(asked.node()) && 2 * there > nodes) {
            getContext()
                    .getLog()
                    .warn(
                            "node {} refuses connections, so its process has ended: it is taken out of the cluster, as {} of its"
                                    + " {} nodes are there",
                            SeedNodes.format(asked.node()),
                            there,
                            nodes);
            cluster.down(asked.node());
        }
        return this;
    }

    private void tellOfTwo() {
        rounds = voters().size() == 2 ? rounds + 1 : 0;
        if (rounds == PATIENCE) {
            getContext()
                    .getLog()
                    .warn(
                            "the cluster has two nodes, which cannot tell a crash from a cut cable: if one is lost, so may the"
                                    + " other be; a third one, a witness without slots at least, lets it survive the loss of any");
        }
    }

    private Set<Address> voters() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(DeadNodes::hasVote)
                .map(Member::address)
                .collect(Collectors.toSet());
    }

    private static boolean hasVote(Member member) {
        return member.status() != MemberStatus.down() && member.status() != MemberStatus.removed();
    }
}
