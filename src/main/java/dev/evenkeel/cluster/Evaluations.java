package dev.evenkeel.cluster;

import dev.evenkeel.train.Evaluation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluations of the test part, of which every worker has a share. One that loses a worker begins anew, in another round, so that
 * each answer has its question. Coordinator only.
 */
final class Evaluations {
    private final Map<Integer, double[]> shares = new HashMap<>();
    private final long term;
    private final Coordinator.Task task;
    private Roster roster = Roster.EMPTY;
    private long round;

    /** @param term of the coordinator */
    Evaluations(long term, Coordinator.Task task) {
        this.term = term;
        this.task = task;
    }

    /** Begins another round. */
    void begin(Crew crew) {
        roster = crew.roster();
        round++;
        shares.clear();
        for (int rank = 0; rank < roster.size(); rank++) {
            crew.tell(roster.workers().get(rank), new Worker.Evaluate(term, round, rank, roster.size()));
        }
    }

    /** A worker's answer; gives the result when it was the last. */
    Optional<Evaluation.Result> add(Report.Evaluated answer) {
        if (answer.round() != round) {
            return Optional.empty();
        }
        shares.put(answer.worker(), answer.nodes());
        if (!shares.keySet().containsAll(roster.numbers())) {
            return Optional.empty();
        }
        List<double[]> nodes = roster.numbers().stream().map(shares::get).toList();
        return Optional.of(
                Evaluation.fold(nodes, task.testSamples(), task.course().job().microBatch()));
    }
}
