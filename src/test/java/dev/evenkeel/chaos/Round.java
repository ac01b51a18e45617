package dev.evenkeel.chaos;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.time.Duration;
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
    static final Duration HANG = Duration.ofSeconds(150);

    private static final Duration LOOK = Duration.ofMillis(4);

    /** The job goes on if a step was committed so shortly ago. */
    private static final Duration GOES_ON = Duration.ofMillis(1000);

    /** Steps before the first blow, so that all are at it. */
    private static final long WARM = 20;

    /** So often a job is held up for a while where nobody may be lost. */
    private static final int FREEZES = 3;

    /** One blow in so many meets the coordinator's node. */
    private static final int COORDINATOR = 3;

    /** Nodes that another one replaces, in a job: whoever follows it must still know one. */
    private static final int REPLACED = 2;

    private static final String LOST = "the coordinator was lost";

    private static final List<Blow> BLOWS = List.of(Blow.KILL, Blow.KILL, Blow.FREEZE, Blow.LONG_FREEZE, Blow.LEAVE);

    private final NodeProcesses nodes;
    private final Ward ward;
    private final Score score;
    private final Random random;
    private final JobHandle handle;
    private final Steps steps;
    private final Crew crew;
    private final long begun = System.nanoTime();
    private int freezes;

    /** Submits the job, for three workers at least where it can have them. */
    Round(NodeProcesses nodes, Ward ward, Score score, Random random, Evenkeel cluster, ReadJob job, Jobs jobs) {
        this.nodes = nodes;
        this.ward = ward;
        this.score = score;
        this.random = random;
        int workers = nodes.size() < 5 ? 2 + random.nextInt(2) : 3 + random.nextInt(nodes.size() - 3);
        handle = cluster.submit(job, jobs.fresh().workers(1, workers));
        steps = new Steps(IntStream.range(0, nodes.size())
                .mapToObj(node -> new RunFiles(nodes.run(node, handle.id())).ledger())
                .toList());
        crew = new Crew(nodes, ward, score, handle.id(), steps);
    }

    /**
     * Strikes while the job is trained, until it is enough; sees then that its model and its books are right.
     *
     * @param coordinatorToo whether the node where jobs are coordinated is struck, too
     */
    void run(BooleanSupplier enough, boolean coordinatorToo, String expected) throws Exception {
        await(seen -> seen.step() >= WARM, 0, Taken.NOBODY);
        crew.look();
        score.jobBegins(handle.id(), crew.members(), ward.coordinator());
        while (!over() && !enough.getAsBoolean()) {
            pause(Duration.ofMillis(150 + random.nextInt(600)));
            crew.look();
            strike(coordinatorToo);
        }
        score.say("to its end from step " + steps.last());
        await(seen -> false, steps.last(), Taken.NOBODY);
        crew.look();
        Verdict verdict = new Verdict(score, handle);
        verdict.onModel(expected);
        score.say("done at step " + steps.last());
        ward.heal();
        verdict.onBooks(nodes);
    }

    private boolean over() {
        return steps.ended() || handle.result().toCompletableFuture().isDone();
    }

    /** One blow, if anybody can be struck. */
    private void strike(boolean coordinatorToo) throws Exception {
        boolean goesOn = System.nanoTime() - steps.lastAt() < GOES_ON.toNanos();
        List<Integer> workers = crew.members().stream().filter(ward::isWell).toList();
        if (!goesOn || over() || workers.isEmpty()) {
            return;
        }
        boolean atCoordinator = coordinatorToo && random.nextInt(COORDINATOR) == 0 && ward.isWell(ward.coordinator());
        List<Integer> others =
                workers.stream().filter(node -> node != ward.coordinator()).toList();
        if (!atCoordinator && others.isEmpty()) {
            return;
        }
        int victim = atCoordinator ? ward.coordinator() : others.get(random.nextInt(others.size()));
        boolean mayLose = ward.bearsOneMore() && (workers.size() > 1 || !workers.contains(victim));
        if (mayLose) {
            strike(draw(victim), victim);
        } else if (freezes++ < FREEZES) {
            freeze(victim);
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
        switch (blow) {
            case KILL -> lose(blow, victim, () -> nodes.kill(victim));
            case LEAVE -> lose(blow, victim, () -> nodes.leave(victim));
            case LONG_FREEZE, FREEZE_UNTIL_DOWN -> lose(blow, victim, () -> nodes.freeze(victim));
            default -> freeze(victim);
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private void lose(Blow blow, int victim, Act act) throws Exception {
        String address = nodes.address(victim);
        boolean thought = victim == ward.coordinator();
        Steps.Seen before = steps.latest().orElseThrow();
        Taken taken = new Taken(ward, victim);
        act.run();
        Optional<Steps.Seen> next = await(
                seen -> seen.abortedFor(address)
                        || seen.abortedFor(LOST)
                        || !seen.workers().containsAll(before.workers()),
                before.step(),
                thought ? taken : Taken.NOBODY);
        crew.lost(victim);
        // What the ledger says is true, whoever was thought to coordinate.
        boolean coordinator = next.map(seen -> seen.abortedFor(LOST)).orElse(thought);
        // Another coordinator calls off whatever there was, be it nothing but the end of an epoch.
        boolean inFlight = next.filter(seen -> coordinator ? !before.closes() : seen.abortedFor(address))
                .isPresent();
        Score.Struck struck = new Score.Struck(blow, coordinator);
        List<String> reasons = steps.reasonsAfter(before.step());
        if (inFlight) {
            score.hit(struck, taken.until(next.get().at()), coordinator ? taken.out() : Optional.empty());
        } else {
            score.missed(struck, reasons);
        }
        switch (blow) {
            case LONG_FREEZE ->
                ward.thawAt(
                        victim,
                        System.nanoTime() + random.nextLong(TimeUnit.SECONDS.toNanos(3)),
                        status -> score.leftWith(victim, status));
            case FREEZE_UNTIL_DOWN -> ward.thawWhenDown(victim);
            case LEAVE -> {
                score.left(struck, reasons);
                ward.follow(victim, Newcomer.STARTED_AGAIN, status -> score.leftWith(victim, status));
            }
            default -> ward.follow(victim, successor(), status -> {});
        }
    }

    private Newcomer successor() {
        return random.nextInt(3) == 0 && ward.replaced() < REPLACED ? Newcomer.NEW : Newcomer.STARTED_AGAIN;
    }

    /** The job waits, and goes on with the same workers. */
    private void freeze(int victim) throws Exception {
        Score.Struck struck = new Score.Struck(Blow.FREEZE, victim == ward.coordinator());
        long before = steps.last();
        nodes.freeze(victim);
        long frozen = System.nanoTime();
        pause(Duration.ofMillis(300 + random.nextInt(2200)));
        boolean stood = steps.lastAt() - frozen < TimeUnit.MILLISECONDS.toNanos(250);
        nodes.thaw(victim);
        long thawed = System.nanoTime();
        Optional<Steps.Seen> next = await(seen -> seen.at() > thawed, before, Taken.NOBODY);
        Optional<Steps.Seen> without = steps.first(before, seen -> seen.abortedFor(nodes.address(victim)));
        if (without.isPresent()) {
            crew.lost(victim);
            score.say("taken for dead after " + (thawed - frozen) / 1_000_000 + " ms: "
                    + without.get().aborted());
        }
        if (stood && next.isPresent() && without.isEmpty()) {
            score.hit(struck, (next.get().at() - thawed) / 1e9, Optional.empty());
        } else {
            score.missed(struck, steps.reasonsAfter(before));
        }
    }

    /** Waits for a step; empty if the job ends before there is one. */
    private Optional<Steps.Seen> await(Predicate<Steps.Seen> wanted, long after, Taken taken) throws Exception {
        while (true) {
            Optional<Steps.Seen> found = steps.first(after, wanted);
            if (found.isPresent() || over()) {
                return found;
            }
            look();
            taken.look();
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
        if (System.nanoTime() - Math.max(begun, steps.lastAt()) > HANG.toNanos()) {
            throw new Hang("job " + handle.id() + " has committed nothing since step " + steps.last() + " for "
                    + HANG.toSeconds() + " s");
        }
        LockSupport.parkNanos(LOOK.toNanos());
    }
}
