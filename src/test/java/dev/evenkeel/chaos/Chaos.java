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
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Job after job on node processes that are killed, frozen, told to leave and started again, in an order that a seed gives. Never
 * more of them are away at once than leaves a majority. One thread.
 */
final class Chaos {
    private final NodeProcesses nodes;
    private final Jobs jobs;
    private final Random random;
    private final Score score = new Score();
    private final Map<ReadJob, String> expected = new HashMap<>();
    private final List<ReadJob> texts = new ArrayList<>();
    private Optional<Round> running = Optional.empty();

    Chaos(NodeProcesses nodes, Jobs jobs, long seed) {
        this.nodes = nodes;
        this.jobs = jobs;
        this.random = new Random(seed);
    }

    /** A job that is run again and again. */
    void add(ReadJob job) {
        texts.add(job);
        expected.put(job, jobs.local(job));
    }

    /** Trains and strikes until so many blows have hit a step in flight, or the time is over. */
    Score run(int wanted, Duration time, boolean coordinatorToo) throws Exception {
        score.begin();
        BooleanSupplier enough = () -> score.hits() >= wanted || score.seconds() > time.toSeconds();
        Ward ward = new Ward(nodes, this::step, this::joined);
        try (Evenkeel cluster = nodes.connect()) {
            while (!enough.getAsBoolean()) {
                ReadJob job = texts.get(random.nextInt(texts.size()));
                Round round = new Round(nodes, ward, score, random, cluster, job, jobs);
                running = Optional.of(round);
                round.run(enough, coordinatorToo, expected.get(job));
                running = Optional.empty();
            }
        }
        return score;
    }

    private long step() {
        return running.map(Round::step).orElse(0L);
    }

    /** A node is back: in the middle of a job if steps were committed since, and more are to come. */
    private void joined(long since) {
        score.joined(running.filter(round -> !round.over()).isPresent() && step() > since);
    }
}
