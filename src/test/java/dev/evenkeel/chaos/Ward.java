package dev.evenkeel.chaos;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.client.RefusedException;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.processes.NodeProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The nodes that are away, and how they come back: the dead are started again or replaced, the frozen thawed. One thread. */
final class Ward {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration AWAKE = Duration.ofMillis(1500);
    /** The resolver's time, and a little for the word to go round. */
    private static final Duration RESOLVED = Duration.ofSeconds(12);

    /** Until then a node that was taken out has seen that, and ended. */
    private static final Duration ENDED = Duration.ofSeconds(10);

    private static final Duration QUESTION = Duration.ofMillis(250);

    private final NodeProcesses nodes;
    /** The oldest first: there the jobs are coordinated. */
    private final List<Integer> ages = new ArrayList<>();

    private final Map<Integer, Away> away = new HashMap<>();
    /** How nodes have come that were not there when this was last told to {@link #forget}. */
    private final Map<Integer, Newcomer> origins = new HashMap<>();

    private long nextQuestion = System.nanoTime();
    private Set<String> up = Set.of();

    /** Why a node is not there. */
    private sealed interface Away {}

    /** It is thawed then. */
    private record Frozen(long until, IntConsumer ended) implements Away {}

    /** It is told then to leave, unless its process has ended by then. */
    private record Woken(long until, IntConsumer ended) implements Away {}

    /** The others are to take it for dead, which ends it when it wakes up. */
    private record FrozenUntilDown() implements Away {}

    /** The others don't reach it, and the resolver decides meanwhile to take it out. */
    private record Unreachable(long until) implements Away {}

    /** Its process is about to end. */
    private record Ending(Newcomer next, IntConsumer ended) implements Away {}

    private record Starting() implements Away {}

    Ward(NodeProcesses nodes) {
        this.nodes = nodes;
        IntStream.range(0, nodes.size()).forEach(ages::add);
    }

    /** Whether one more may go, so that a majority stays. */
    boolean bearsOneMore() {
        return away.size() < (nodes.size() - 1) / 2;
    }

    boolean isWell(int node) {
        return !away.containsKey(node);
    }

    /** Where jobs are coordinated: on the oldest node that the cluster has. */
    int coordinator() {
        return ages.get(0);
    }

    /** A job begins: all nodes are there from the start. */
    void forget() {
        origins.clear();
    }

    Newcomer origin(int node) {
        return origins.getOrDefault(node, Newcomer.SPARE);
    }

    /** Nodes that have another address since. */
    long replaced() {
        return origins.values().stream()
                .filter(origin -> origin == Newcomer.NEW)
                .count();
    }

    /**
     * A node's process ends, and another one follows it.
     *
     * @param next how that comes
     * @param ended is told the exit status
     */
    void follow(int node, Newcomer next, IntConsumer ended) {
        away.put(node, new Ending(next, ended));
    }

    /**
     * A frozen node wakes up then, sees that it is not missed any more, leaves and is started again.
     *
     * @param ended is told the exit status
     */
    void thawAt(int node, long time, IntConsumer ended) {
        away.put(node, new Frozen(time, ended));
    }

    void thawWhenDown(int node) {
        away.put(node, new FrozenUntilDown());
    }

    /** Looks after all of them; asks no more often than four times a second. */
    void look() throws IOException, InterruptedException {
        for (Map.Entry<Integer, Away> entry : Map.copyOf(away).entrySet()) {
            look(entry.getKey(), entry.getValue());
        }
    }

    private void look(int node, Away why) throws IOException, InterruptedException {
        if (why instanceof Frozen frozen && frozen.until() < System.nanoTime()) {
            nodes.thaw(node);
            away.put(node, new Woken(System.nanoTime() + AWAKE.toNanos(), frozen.ended()));
        } else if (why instanceof Woken woken && woken.until() < System.nanoTime()) {
            if (nodes.lives(node)) {
                nodes.leave(node);
            }
            follow(node, Newcomer.STARTED_AGAIN, woken.ended());
        } else if (why instanceof FrozenUntilDown && isOut(node)) {
            away.put(node, new Unreachable(System.nanoTime() + RESOLVED.toNanos()));
        } else if (why instanceof Unreachable unreachable && unreachable.until() < System.nanoTime()) {
            nodes.thaw(node);
            // Where the coordinator was lost meanwhile, the resolver may have begun anew, and the node is there again.
            away.put(node, new Woken(System.nanoTime() + ENDED.toNanos(), status -> {}));
        } else if (why instanceof Ending ending && !nodes.lives(node)) {
            ending.ended().accept(nodes.awaitEnd(node));
            start(node, ending.next());
        } else if (why instanceof Starting && nodes.isReady(node)) {
            ages.add(node);
            away.remove(node);
        } else if (why instanceof Starting && !nodes.lives(node)) {
            // It could not join in time, as nobody can while another one is frozen: a supervisor starts it again.
            nodes.restart(node);
        }
    }

    private void start(int node, Newcomer how) throws IOException, InterruptedException {
        ages.remove(Integer.valueOf(node));
        origins.put(node, how);
        away.put(node, new Starting());
        if (how == Newcomer.NEW) {
            nodes.replace(node);
        } else {
            nodes.restart(node);
        }
    }

    /** Whether a node is no more reached by the others, or is no more one of them, by what one says that is well. */
    boolean isOut(int node) {
        if (System.nanoTime() > nextQuestion) {
            nextQuestion = System.nanoTime() + QUESTION.toNanos();
            try {
                up = client().nodes().stream().map(NodeStatus::address).collect(Collectors.toSet());
            } catch (UnreachableException | RefusedException busy) {
                return false;
            }
        }
        return !up.isEmpty() && !up.contains(nodes.address(node));
    }

    /** Waits until all nodes are back, and every slot is free. */
    void heal() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!away.isEmpty()) {
            look();
            Thread.sleep(20);
            if (System.nanoTime() > until) {
                throw new Hang("after " + PATIENCE.toSeconds() + " s nodes are still not back: " + away);
            }
        }
        try {
            nodes.awaitUp();
            nodes.awaitFree();
        } catch (AssertionError late) {
            throw new Hang(late.getMessage());
        }
    }

    /** Speaks to nodes that are well. */
    JobClient client() {
        return new JobClient(Addresses.of(IntStream.range(0, nodes.size())
                .filter(this::isWell)
                .mapToObj(nodes::url)
                .collect(Collectors.joining(","))));
    }
}
