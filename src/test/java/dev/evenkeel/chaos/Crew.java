package dev.evenkeel.chaos;

import dev.evenkeel.client.JobStatus;
import dev.evenkeel.client.RefusedException;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.processes.NodeProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nodes that compute at a job, by what the cluster says of it, and its ledger: who joins counts from the first share of a step
 * on. One thread.
 */
final class Crew {
    private static final Duration QUESTION = Duration.ofMillis(250);

    private final NodeProcesses nodes;
    private final Ward ward;
    private final Score score;
    private final String job;
    private final Steps steps;
    private final List<Integer> members = new ArrayList<>();
    private int joined;
    private long nextQuestion = System.nanoTime();

    Crew(NodeProcesses nodes, Ward ward, Score score, String job, Steps steps) {
        this.nodes = nodes;
        this.ward = ward;
        this.score = score;
        this.job = job;
        this.steps = steps;
    }

    List<Integer> members() {
        return List.copyOf(members);
    }

    void lost(int node) {
        members.remove(Integer.valueOf(node));
    }

    /** Sees who has begun to compute; asks no more often than four times a second. */
    void look() {
        boolean first = members.isEmpty() && joined == 0;
        if (!first && steps.joined() == joined || System.nanoTime() < nextQuestion) {
            return;
        }
        nextQuestion = System.nanoTime() + QUESTION.toNanos();
        for (int node : others()) {
            if (first) {
                members.add(node);
            } else if (joined < steps.joined()) {
                joined++;
                members.add(node);
                score.joined(ward.origin(node), steps.last());
            }
        }
    }

    /** Nodes with workers of the job that are not known yet. */
    private List<Integer> others() {
        try {
            List<String> working = ward.client().status(job).workers().stream()
                    .filter(share -> share.workers() > 0)
                    .map(JobStatus.Share::node)
                    .toList();
            return IntStream.range(0, nodes.size())
                    .filter(node -> ward.isWell(node) && !members.contains(node))
                    .filter(node -> working.contains(nodes.address(node)))
                    .boxed()
                    .toList();
        } catch (UnreachableException | RefusedException busy) {
            return List.of();
        }
    }
}
