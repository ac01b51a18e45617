package dev.evenkeel.chaos;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Job after job on node processes that are killed, frozen, told to leave, started again and replaced, in an order that a seed
 * gives. Never more of them are away at once than leaves a majority. One thread.
 */
final class Chaos {
    /** Of the blows that are wanted, one in so many is to meet the coordinator's node, where that is struck. */
    private static final int COORDINATOR = 5;

    private final NodeProcesses nodes;
    private final Jobs jobs;
    private final Random random;
    private final Score score;
    private final Map<ReadJob, String> expected = new HashMap<>();
    private final List<ReadJob> texts = new ArrayList<>();

    Chaos(NodeProcesses nodes, Jobs jobs, Score score) {
        this.nodes = nodes;
        this.jobs = jobs;
        this.score = score;
        this.random = new Random(score.seed());
    }

    /** A job that is run again and again. */
    void add(ReadJob job) {
        texts.add(job);
        expected.put(job, jobs.local(job));
    }

    /** Trains and strikes until so many blows have hit a step in flight, or the time is over, or a job hangs. */
    void run(int wanted, Duration time, boolean coordinatorToo) throws Exception {
        score.begin();
        int atCoordinator = coordinatorToo ? wanted / COORDINATOR : 0;
        BooleanSupplier enough = () -> score.hits() >= wanted && score.hitsAtCoordinator() >= atCoordinator
                || score.seconds() > time.toSeconds();
        Ward ward = new Ward(nodes);
        while (!enough.getAsBoolean()) {
            ward.forget();
            ReadJob job = texts.get(random.nextInt(texts.size()));
            // Nodes may have moved since the last job.
            try (Evenkeel cluster = nodes.connect()) {
                Round round = new Round(nodes, ward, score, random, cluster, job, jobs);
                round.run(enough, coordinatorToo, expected.get(job));
            }
        }
    }
}
