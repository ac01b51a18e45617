package dev.evenkeel.chaos;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.processes.NodeProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The nodes that are away, and how they come back: the dead are started again, the frozen thawed. One thread. */
final class Ward {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration QUESTION = Duration.ofMillis(250);

    private final NodeProcesses nodes;
    /** The oldest first: there the jobs are coordinated. */
    private final List<Integer> ages = new ArrayList<>();
    /** When they are thawed. */
    private final Map<Integer, Long> frozen = new HashMap<>();
    /** Frozen until the others have taken them for dead, which ends them when they wake up. */
    private final Set<Integer> toBeDown = new HashSet<>();

    /** With the step at which they were started. */
    private final Map<Integer, Long> starting = new HashMap<>();

    private final LongSupplier step;
    private final LongConsumer joined;
    private long nextQuestion = System.nanoTime();
    private Set<String> up = Set.of();

    /**
     * @param step that was committed last
     * @param joined told of every node that is back, with the step at which it was started
     */
    Ward(NodeProcesses nodes, LongSupplier step, LongConsumer joined) {
        this.nodes = nodes;
        this.step = step;
        this.joined = joined;
        IntStream.range(0, nodes.size()).forEach(ages::add);
    }

    int size() {
        return nodes.size();
    }

    /** Whether one more may go, so that a majority stays. */
    boolean bearsOneMore() {
        return frozen.size() + toBeDown.size() + starting.size() < (nodes.size() - 1) / 2;
    }

    boolean isWell(int node) {
        return !frozen.containsKey(node) && !toBeDown.contains(node) && !starting.containsKey(node);
    }

    /** Where jobs are coordinated: on the oldest node that the cluster has. */
    int coordinator() {
        return ages.get(0);
    }

    void startAgain(int node) throws IOException, InterruptedException {
        ages.remove(Integer.valueOf(node));
        ages.add(node);
        nodes.restart(node);
        starting.put(node, step.getAsLong());
    }

    void thawAt(int node, long time) {
        frozen.put(node, time);
    }

    void thawWhenDown(int node) {
        toBeDown.add(node);
    }

    /** Looks after all of them; asks no more often than four times a second. */
    void look() throws IOException, InterruptedException {
        for (int node : List.copyOf(frozen.keySet())) {
            if (frozen.get(node) < System.nanoTime()) {
                nodes.thaw(node);
                frozen.remove(node);
            }
        }
        for (int node : List.copyOf(toBeDown)) {
            if (isOut(node)) {
                toBeDown.remove(node);
                nodes.thaw(node);
                startAgain(node);
            }
        }
        for (int node : List.copyOf(starting.keySet())) {
            if (nodes.isReady(node)) {
                joined.accept(starting.remove(node));
            }
        }
    }

    /** Whether the cluster has no such node any more, by what one says that is well. */
    boolean isOut(int node) {
        if (System.nanoTime() > nextQuestion) {
            nextQuestion = System.nanoTime() + QUESTION.toNanos();
            try {
                up = client().nodes().stream().map(NodeStatus::address).collect(Collectors.toSet());
            } catch (UnreachableException busy) {
                return false;
            }
        }
        return !up.isEmpty() && !up.contains(nodes.address(node));
    }

    /** Waits until all nodes are back, and every slot is free. */
    void heal() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        frozen.replaceAll((node, time) -> 0L);
        while (!frozen.isEmpty() || !toBeDown.isEmpty() || !starting.isEmpty()) {
            look();
            Thread.sleep(20);
            if (System.nanoTime() > until) {
                throw new Hang("after " + PATIENCE.toSeconds() + " s nodes " + toBeDown
                        + " are still in the cluster though frozen, and nodes " + starting.keySet()
                        + " have not joined");
            }
        }
        nodes.awaitUp();
        nodes.awaitFree();
    }

    /** Speaks to nodes that are well. */
    JobClient client() {
        return new JobClient(Addresses.of(IntStream.range(0, nodes.size())
                .filter(this::isWell)
                .mapToObj(nodes::url)
                .collect(Collectors.joining(","))));
    }
}
