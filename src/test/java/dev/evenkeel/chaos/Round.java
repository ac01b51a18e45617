package dev.evenkeel.chaos;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** One job, and the blows that its nodes get while it is trained. One thread. */
final class Round {
    /** A job that commits nothing for so long hangs. */
    private static final Duration HANG = Duration.ofSeconds(120);

    private static final Duration LOOK = Duration.ofMillis(4);

    /** Steps before the first blow, so that all are at it. */
    private static final long WARM = 20;

    /** So often a job is held up for a while where nobody may be lost. */
    private static final int FREEZES = 3;

    /** One blow in so many meets the coordinator's node. */
    private static final int COORDINATOR = 3;

    private static final List<Blow> BLOWS = List.of(Blow.KILL, Blow.KILL, Blow.FREEZE, Blow.LONG_FREEZE, Blow.LEAVE);

    private final NodeProcesses nodes;
    private final Ward ward;
    private final Score score;
    private final Random random;
    private final JobHandle handle;
    private final Steps steps;
    /** Nodes that the job has workers on. */
    private final List<Integer> roster = new ArrayList<>();

    private int freezes;

    /** Submits the job. */
    Round(NodeProcesses nodes, Ward ward, Score score, Random random, Evenkeel cluster, ReadJob job, Jobs jobs) {
        this.nodes = nodes;
        this.ward = ward;
        this.score = score;
        this.random = random;
        int workers = 2 + random.nextInt(nodes.size() - 2);
        handle = cluster.submit(job, jobs.fresh().workers(1, workers));
        steps = new Steps(IntStream.range(0, nodes.size())
                .mapToObj(node -> new RunFiles(nodes.run(node, handle.id())).ledger())
                .toList());
    }

    /**
     * Strikes while the job is trained, until it is enough; sees then that its model and its books are right.
     *
     * @param coordinatorToo whether the node where jobs are coordinated is struck, too
     */
    void run(BooleanSupplier enough, boolean coordinatorToo, String expected) throws Exception {
        await(seen -> seen.step() >= WARM, 0);
        seat();
        score.say("job " + handle.id() + " on nodes " + roster + ", the coordinator on " + ward.coordinator());
        while (!over() && !enough.getAsBoolean()) {
            pause(Duration.ofMillis(150 + random.nextInt(600)));
            strike(coordinatorToo);
        }
        score.say("to its end from step " + steps.last());
        await(seen -> false, steps.last());
        check(expected);
        score.say("done at step " + steps.last());
        ward.heal();
    }

    long step() {
        return steps.last();
    }

    boolean over() {
        return steps.ended() || handle.result().toCompletableFuture().isDone();
    }

    private void seat() {
        for (JobStatus.Share share : ward.client().status(handle.id()).workers()) {
            IntStream.range(0, nodes.size())
                    .filter(node -> nodes.address(node).equals(share.node()))
                    .forEach(roster::add);
        }
    }

    /** One blow, if anybody can be struck. */
    private void strike(boolean coordinatorToo) throws Exception {
        boolean calm = System.nanoTime() - steps.lastAt() < TimeUnit.MILLISECONDS.toNanos(500);
        List<Integer> workers = roster.stream().filter(ward::isWell).toList();
        if (!calm || over() || workers.isEmpty()) {
            return;
        }
        boolean atCoordinator = coordinatorToo && random.nextInt(COORDINATOR) == 0 && ward.isWell(ward.coordinator());
        List<Integer> others =
                workers.stream().filter(node -> node != ward.coordinator()).toList();
        if (!atCoordinator && others.isEmpty()) {
            return;
        }
        int victim = atCoordinator ? ward.coordinator() : others.get(random.nextInt(others.size()));
        boolean mayLose = ward.bearsOneMore() && (roster.size() > 1 || !roster.contains(victim));
        if (mayLose) {
            strike(draw(victim), victim);
        } else if (freezes++ < FREEZES) {
            strike(Blow.FREEZE, victim);
        }
    }

    /**
     * What takes half a minute is drawn less often. A frozen coordinator's node is not missed before the cluster takes it out.
     */
    private Blow draw(int victim) {
        Blow drawn = BLOWS.get(random.nextInt(BLOWS.size()));
        if (drawn != Blow.LONG_FREEZE) {
            return drawn;
        }
        boolean down = random.nextInt(5) == 0;
        if (victim == ward.coordinator()) {
            return down ? Blow.FREEZE_UNTIL_DOWN : Blow.KILL;
        }
        return down ? Blow.FREEZE_UNTIL_DOWN : Blow.LONG_FREEZE;
    }

    private void strike(Blow blow, int victim) throws Exception {
        boolean coordinator = victim == ward.coordinator();
        Score.Struck struck = new Score.Struck(blow, coordinator);
        switch (blow) {
            case KILL -> lose(struck, victim, () -> nodes.kill(victim));
            case LEAVE -> lose(struck, victim, () -> nodes.leave(victim));
            case LONG_FREEZE, FREEZE_UNTIL_DOWN -> lose(struck, victim, () -> nodes.freeze(victim));
            default -> freeze(struck, victim);
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private void lose(Score.Struck struck, int victim, Act act) throws Exception {
        String address = nodes.address(victim);
        long before = steps.last();
        long start = System.nanoTime();
        act.run();
        Optional<Steps.Seen> next = await(
                struck.coordinator()
                        ? seen -> seen.abortedFor(address) || seen.abortedFor("the coordinator was lost")
                        : seen -> seen.abortedFor(address),
                before,
                new Taken(struck, victim, start));
        roster.remove(Integer.valueOf(victim));
        if (next.isPresent()) {
            score.hit(struck, (next.get().at() - start) / 1e9);
        } else {
            score.missed(struck);
        }
        switch (struck.blow()) {
            case LONG_FREEZE -> ward.thawAt(victim, System.nanoTime() + random.nextLong(TimeUnit.SECONDS.toNanos(3)));
            case FREEZE_UNTIL_DOWN -> ward.thawWhenDown(victim);
            default -> {
                int status = nodes.awaitEnd(victim);
                check(struck.blow() == Blow.KILL || status == 143, "node " + victim + " left with status " + status);
                int attempts = next.map(seen -> seen.aborted().size()).orElse(0);
                check(struck.blow() == Blow.KILL || attempts <= 1, "a leave cost " + attempts + " attempts");
                ward.startAgain(victim);
            }
        }
    }

    /** Notes when the cluster has taken a coordinator's node out: before that nobody else coordinates. */
    private final class Taken {
        private final Score.Struck struck;
        private final int node;
        private final long start;
        private boolean out;

        private Taken(Score.Struck struck, int node, long start) {
            this.struck = struck;
            this.node = node;
            this.start = start;
        }

        private void look() {
            if (struck.coordinator() && !out && ward.isOut(node)) {
                out = true;
                score.out(struck, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** The job waits, and goes on with the same workers. */
    private void freeze(Score.Struck struck, int victim) throws Exception {
        long before = steps.last();
        nodes.freeze(victim);
        long frozen = System.nanoTime();
        pause(Duration.ofMillis(300 + random.nextInt(2200)));
        boolean stood = steps.lastAt() - frozen < TimeUnit.MILLISECONDS.toNanos(250);
        nodes.thaw(victim);
        long thawed = System.nanoTime();
        Optional<Steps.Seen> next = await(seen -> seen.at() > thawed, before);
        Optional<Steps.Seen> without = steps.first(before, seen -> seen.abortedFor(nodes.address(victim)));
        if (without.isPresent()) {
            roster.remove(Integer.valueOf(victim));
            score.say("taken for dead after " + (thawed - frozen) / 1_000_000 + " ms: "
                    + without.get().aborted());
        }
        if (stood && next.isPresent() && without.isEmpty()) {
            score.hit(struck, (next.get().at() - thawed) / 1e9);
        } else {
            score.missed(struck);
        }
    }

    private Optional<Steps.Seen> await(Predicate<Steps.Seen> wanted, long after) throws Exception {
        return await(wanted, after, new Taken(new Score.Struck(Blow.JOIN, false), 0, 0));
    }

    /** Waits for a step; empty if the job ends before there is one. */
    private Optional<Steps.Seen> await(Predicate<Steps.Seen> wanted, long after, Taken taken) throws Exception {
        long since = System.nanoTime();
        while (true) {
            Optional<Steps.Seen> found = steps.first(after, wanted);
            if (found.isPresent() || over()) {
                return found;
            }
            look();
            taken.look();
            if (System.nanoTime() - Math.max(since, steps.lastAt()) > HANG.toNanos()) {
                throw new Hang("job " + handle.id() + " has committed nothing since step " + steps.last() + " for "
                        + HANG.toSeconds() + " s");
            }
        }
    }

    private void pause(Duration time) throws Exception {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            look();
        }
    }

    private void look() throws IOException, InterruptedException {
        steps.look();
        ward.look();
        LockSupport.parkNanos(LOOK.toNanos());
    }

    /** The model is the undisturbed one, and the books tell of every sample once. */
    private void check(String expected) {
        try {
            String fingerprint = Jobs.result(handle, HANG).fingerprint();
            check(fingerprint.equals(expected), "job " + handle.id() + " came to " + fingerprint);
            for (Finding finding : Audit.of(new RunFiles(handle.runDirectory())).findings()) {
                check(finding.holds(), "job " + handle.id() + ": " + finding);
            }
            score.jobDone();
        } catch (RuntimeException failed) {
            score.wrong("job " + handle.id() + ": " + failed);
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            score.wrong(otherwise);
        }
    }
}
