package dev.evenkeel.cluster.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.client.JobStatus.Share;
import dev.evenkeel.cluster.jobs.Engine.Slots;
import dev.evenkeel.cluster.jobs.JobQueue.Event;
import dev.evenkeel.cluster.jobs.JobRecord.Note;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueueTest {
    private static final String NOW = "2026-01-01T00:00:00Z";
    private static final JobQueue EMPTY = new JobQueue(List.of(), List.of());

    private static JobRecord job(int number, int min, int max) {
        JobStatus status = new JobStatus(
                "j" + number,
                "j",
                JobState.QUEUED,
                "submitted",
                List.of(),
                min,
                max,
                new JobStatus.Size(100, 10, 1),
                NOW,
                JobStatus.Outcome.NONE);
        return new JobRecord(
                number,
                "s" + number,
                number % 2 == 0,
                false,
                false,
                "{}",
                "d",
                status,
                List.of(),
                List.of(new Note(NOW, "submitted")));
    }

    private static JobQueue with(JobQueue queue, Event... events) {
        JobQueue next = queue;
        for (Event event : events) {
            next = next.on(event, NOW).queue();
        }
        return next;
    }

    private static Event nodes(Slots... nodes) {
        return new Event.Nodes(List.of(nodes));
    }

    private static Slots node(String name, int slots) {
        return new Slots(name, slots, slots);
    }

    private static Event ended(String id) {
        return new Event.Ended(id, JobState.SUCCEEDED, "succeeded", JobStatus.Outcome.NONE);
    }

    private static JobStatus status(JobQueue queue, String id) {
        return queue.job(id).orElseThrow().status();
    }

    private static Event staffed(String id, String reason, Share... shares) {
        return new Event.Staffed(id, List.of(shares), reason);
    }

    /** What a node knew before all were lost. */
    @Test
    void shouldTakeInJobsThatNodesRemember() {
        JobQueue before = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)), ended("j1"));
        before = with(before, new Event.Submitted(job(2, 1, 1)), new Event.Submitted(job(3, 1, 1)));
        List<JobRecord> remembered = before.jobs();
        assertEquals(
                List.of(JobState.SUCCEEDED, JobState.RUNNING, JobState.QUEUED),
                remembered.stream().map(JobRecord::state).toList());

        JobQueue queue = with(EMPTY, nodes(node("b", 1)));
        List<Decision.Act> acts = new ArrayList<>();
        for (JobRecord job : remembered) {
            assertTrue(queue.knowsLessOf(job));
            Decision decision = queue.on(new Event.Remembered(job), NOW);
            acts.addAll(decision.acts());
            queue = decision.queue();
            assertFalse(queue.knowsLessOf(job));
        }

        JobRecord goesOn = queue.job("j2").orElseThrow();
        assertEquals(new Decision.Act.TakeOver(goesOn), acts.get(0));
        assertEquals(new Decision.Act.Start(queue.job("j3").orElseThrow(), List.of(new Share("b", 1))), acts.get(1));
        assertEquals(2, acts.size());
        assertEquals(remembered.get(0), queue.job("j1").orElseThrow());
    }

    @Test
    void shouldLearnOfAJobFromWhoKnowsMost() {
        JobQueue running = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)));
        JobRecord queued = job(1, 1, 1);
        JobRecord runs = running.job("j1").orElseThrow();
        JobRecord failed = with(running, new Event.Ended("j1", JobState.FAILED, "lost", JobStatus.Outcome.NONE))
                .job("j1")
                .orElseThrow();
        JobRecord succeeded = with(running, ended("j1")).job("j1").orElseThrow();
        JobRecord resumed =
                new JobRecord(7, "s7", true, false, false, "{}", "d", queued.status(), List.of(), queued.notes());

        List<JobRecord> later = List.of(queued, runs, failed, succeeded, resumed);
        for (int known = 0; known < later.size(); known++) {
            JobQueue queue = new JobQueue(List.of(later.get(known)), List.of());
            for (int told = 0; told < later.size(); told++) {
                // One that runs here is known best here.
                boolean learns = told > known && later.get(known) != runs;
                assertEquals(learns, queue.knowsLessOf(later.get(told)), known + " is told " + told);
            }
        }
    }

    @Test
    void shouldGiveARunningJobTheSlotsOfNodesThatJoin() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 3)));

        Decision decision = queue.on(nodes(node("a", 1), node("b", 1), node("c", 5)), NOW);

        List<Share> more = List.of(new Share("c", 1), new Share("b", 1));
        assertEquals(List.of(new Decision.Act.Extend("j1", more)), decision.acts());
        assertEquals("job j1 is given 2 workers: 1 on c, 1 on b, which join it", decision.reason());
        assertEquals(
                List.of(new Share("a", 1), new Share("c", 1), new Share("b", 1)),
                status(decision.queue(), "j1").workers());
        assertEquals(
                List.of(),
                decision.queue()
                        .on(nodes(node("a", 1), node("b", 1), node("c", 5)), NOW)
                        .acts());
    }

    @Test
    void shouldNotGiveAJobMoreOnNodesThatHaveAPartOfItOrWouldNot() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1), node("b", 2)), new Event.Submitted(job(1, 1, 3)));

        // The one worker of b is lost, and its node is there: it may hang, and hold its slot.
        Decision decision = queue.on(staffed("j1", "worker 1 hangs", new Share("a", 1), new Share("b", 0)), NOW);

        assertEquals(List.of(), decision.acts());
        assertEquals("worker 1 hangs", status(decision.queue(), "j1").reason());
        assertEquals(JobState.RUNNING, status(decision.queue(), "j1").state());
    }

    @Test
    void shouldGiveSlotsFirstToAJobThatStandsForWantOfWorkers() {
        JobQueue queue = with(
                EMPTY,
                nodes(node("a", 1), node("b", 1)),
                new Event.Submitted(job(1, 2, 2)),
                new Event.Submitted(job(2, 1, 1)),
                nodes(node("a", 1)),
                staffed("j1", "stands", new Share("a", 1)));

        Decision decision = queue.on(nodes(node("a", 1), node("c", 1)), NOW);

        assertEquals(List.of(new Decision.Act.Extend("j1", List.of(new Share("c", 1)))), decision.acts());
        assertEquals(JobState.QUEUED, status(decision.queue(), "j2").state());
        JobQueue larger = with(decision.queue(), nodes(node("a", 1), node("c", 1), node("d", 1)));
        assertEquals(JobState.RUNNING, status(larger, "j2").state());
    }

    @Test
    void shouldLetNoJobGrowWhileAnotherWaitsForSlots() {
        JobQueue queue =
                with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 2)), new Event.Submitted(job(2, 2, 2)));

        assertEquals(List.of(), queue.on(nodes(node("a", 1), node("b", 1)), NOW).acts());
    }

    @Test
    void shouldDealWorkersRoundTheNodesThatHaveMostFreeSlots() {
        JobQueue queue =
                with(EMPTY, nodes(node("a", 1), node("b", 3), node("c", 0)), new Event.Submitted(job(1, 1, 3)));

        assertEquals(
                List.of(new Share("b", 2), new Share("a", 1)),
                status(queue, "j1").workers());
        assertEquals("runs with 3 workers: 2 on b, 1 on a", status(queue, "j1").reason());
    }

    @Test
    void shouldSayWhatAJobWaitsForUntilItIsThere() {
        JobQueue queue = with(EMPTY, new Event.Submitted(job(1, 3, 5)));
        assertEquals(
                "waits for 3 free worker slots: 0 of the cluster's 0 are free",
                status(queue, "j1").reason());

        queue = with(queue, nodes(node("a", 2)));
        assertEquals(
                "waits for 3 free worker slots: 2 of the cluster's 2 are free",
                status(queue, "j1").reason());

        Decision decision = queue.on(nodes(node("a", 2), node("b", 2)), NOW);
        assertEquals(1, decision.acts().size());
        assertEquals("job j1 runs with 4 workers: 2 on a, 2 on b", decision.reason());
        assertEquals(
                List.of(
                        "submitted",
                        "waits for 3 free worker slots: 0 of the cluster's 0 are free",
                        "waits for 3 free worker slots: 2 of the cluster's 2 are free",
                        "runs with 4 workers: 2 on a, 2 on b"),
                decision.queue().job("j1").orElseThrow().notes().stream()
                        .map(Note::text)
                        .toList());
    }

    @Test
    void shouldRunJobsSideBySideButLetNoneOvertake() {
        JobQueue queue = with(
                EMPTY,
                nodes(node("a", 4)),
                new Event.Submitted(job(1, 1, 2)),
                new Event.Submitted(job(2, 3, 3)),
                new Event.Submitted(job(3, 1, 1)));

        assertEquals(JobState.RUNNING, status(queue, "j1").state());
        assertEquals(
                "waits for 3 free worker slots: 2 of the cluster's 4 are free",
                status(queue, "j2").reason());
        assertEquals("waits behind job j2", status(queue, "j3").reason());

        Decision decision = queue.on(ended("j1"), NOW);
        assertEquals(JobState.RUNNING, status(decision.queue(), "j2").state());
        assertEquals(JobState.RUNNING, status(decision.queue(), "j3").state());
        assertEquals(3, decision.changed().size());
    }

    @Test
    void shouldNotTakeSlotsThatANodeIsStillClearing() {
        JobQueue queue = with(EMPTY, nodes(new Slots("a", 2, 0)), new Event.Submitted(job(1, 1, 2)));
        assertEquals(JobState.QUEUED, status(queue, "j1").state());

        assertEquals(
                JobState.RUNNING, status(with(queue, nodes(node("a", 2))), "j1").state());
    }

    @Test
    void shouldStopAQueuedJobAtOnceAndAskARunningOne() {
        JobQueue queue =
                with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)), new Event.Submitted(job(2, 1, 1)));

        Decision waiting = queue.on(new Event.StopWished("j2"), NOW);
        assertEquals(JobState.STOPPED, status(waiting.queue(), "j2").state());
        assertEquals(List.of(), waiting.acts());
        Decision running = queue.on(new Event.StopWished("j1"), NOW);
        assertEquals(List.of(new Decision.Act.Stop("j1")), running.acts());
        assertEquals(JobState.RUNNING, status(running.queue(), "j1").state());
        assertEquals("is asked to stop", status(running.queue(), "j1").reason());
        assertEquals(List.of(running.queue().job("j1").orElseThrow()), running.changed());
    }

    @Test
    void shouldChangeNothingAboutAJobThatHasEnded() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)), ended("j1"));

        for (Event late : List.of(
                new Event.StopWished("j1"),
                new Event.Ended("j1", JobState.FAILED, "late", JobStatus.Outcome.NONE),
                new Event.TakenOver())) {
            Decision decision = queue.on(late, NOW);
            assertEquals(queue, decision.queue());
            assertEquals(List.of(), decision.changed());
        }
    }

    @Test
    void shouldGoOnWithTheQueueOfAManagerThatIsGone() {
        JobQueue left =
                with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)), new Event.Submitted(job(2, 1, 1)));

        Decision decision = new JobQueue(left.jobs(), List.of()).on(new Event.TakenOver(), NOW);
        assertEquals(
                List.of(new Decision.Act.TakeOver(decision.queue().job("j1").orElseThrow())), decision.acts());

        JobQueue queue = with(decision.queue(), nodes(node("b", 1)));

        assertEquals(JobState.RUNNING, status(queue, "j1").state());
        assertEquals(List.of(new Share("a", 1)), status(queue, "j1").workers());
        assertEquals(JobState.RUNNING, status(queue, "j2").state());
    }

    @Test
    void shouldAskAJobToStopAgainWhoseCoordinatorWasLostMeanwhile() {
        JobQueue asked =
                with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 3)), new Event.StopWished("j1"));
        List<JobRecord> kept =
                asked.jobs().stream().map(job -> JobRecord.of(job.toJson())).toList();

        Decision decision = new JobQueue(kept, List.of()).on(new Event.TakenOver(), NOW);

        assertEquals(
                List.of(
                        new Decision.Act.TakeOver(decision.queue().job("j1").orElseThrow()),
                        new Decision.Act.Stop("j1")),
                decision.acts());
        // Nor is it given more workers meanwhile.
        assertEquals(
                List.of(),
                decision.queue().on(nodes(node("a", 1), node("b", 2)), NOW).acts());
    }

    @Test
    void shouldGoBackToACheckpointOnceWhenNoStateIsKnownToBeRight() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)));

        Decision decision = queue.on(new Event.StateLost("j1", "the replicas differ"), NOW);

        JobRecord again = decision.queue().job("j1").orElseThrow();
        assertEquals(List.of(new Decision.Act.Start(again, List.of(new Share("a", 1)))), decision.acts());
        assertTrue(again.resume());
        assertEquals(again, JobRecord.of(again.toJson()));
        Decision twice = decision.queue().on(new Event.StateLost("j1", "the replicas differ"), NOW);
        assertEquals(JobState.FAILED, status(twice.queue(), "j1").state());
        assertEquals("the replicas differ", status(twice.queue(), "j1").reason());
        assertEquals(List.of(), twice.acts());
    }

    /** Others would begin with nothing. */
    @Test
    void shouldGoBackToACheckpointWhereOneIs() {
        JobQueue queue = with(EMPTY, nodes(node("z", 2)), new Event.Submitted(job(1, 2, 2)));

        // It is about to close what it had of the job.
        JobQueue waits = with(
                queue, nodes(node("a", 4), new Slots("z", 2, 0)), new Event.StateLost("j1", "the replicas differ"));
        assertEquals(JobState.QUEUED, status(waits, "j1").state());
        assertEquals(
                "waits for a free worker slot on z, where its checkpoints are",
                status(waits, "j1").reason());

        Decision some = waits.on(nodes(node("a", 4), new Slots("z", 2, 1)), NOW);
        JobRecord again = some.queue().job("j1").orElseThrow();
        assertEquals(
                List.of(new Decision.Act.Start(again, List.of(new Share("z", 1), new Share("a", 1)))), some.acts());
        assertEquals(List.of("z"), JobRecord.of(again.toJson()).holders());
        // They are gone, and what they had: let it say so.
        assertEquals(
                JobState.RUNNING,
                status(waits.on(nodes(node("a", 4)), NOW).queue(), "j1").state());
    }

    /** The next manager takes it over, like all others. */
    @Test
    void shouldSayWhyAJobIsTakenOver() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)));

        Decision decision = queue.on(new Event.Interrupted("j1", "a message of worker 0 was lost"), NOW);

        JobRecord goesOn = decision.queue().job("j1").orElseThrow();
        assertEquals(JobState.RUNNING, goesOn.state());
        assertEquals("a message of worker 0 was lost", goesOn.status().reason());
        assertEquals(List.of(goesOn), decision.changed());
        assertEquals(List.of(), decision.acts());
    }

    /** It would be queued, wait for slots, and compute again what nobody wants. */
    @Test
    void shouldNotGoBackToACheckpointWithAJobThatIsAskedToStop() {
        JobQueue queue =
                with(EMPTY, nodes(node("a", 1)), new Event.Submitted(job(1, 1, 1)), new Event.StopWished("j1"));

        Decision decision = queue.on(new Event.StateLost("j1", "the replicas differ"), NOW);

        assertEquals(JobState.FAILED, status(decision.queue(), "j1").state());
        assertEquals("the replicas differ", status(decision.queue(), "j1").reason());
        assertEquals(List.of(), decision.acts());
    }

    @Test
    void shouldForgetTheOldestJobsThatHaveEnded() {
        JobQueue queue = with(EMPTY, nodes(node("a", 1)));
        for (int n = 1; n <= 4; n++) {
            queue = with(queue, new Event.Submitted(job(n, 1, 1)), ended("j" + n));
        }
        queue = with(queue, new Event.Submitted(job(5, 9, 9))).remembering(2);

        assertEquals(
                List.of("j3", "j4", "j5"),
                queue.jobs().stream().map(JobRecord::id).toList());
    }

    @Test
    void shouldSurviveBeingWrittenDown() {
        JobRecord job = with(EMPTY, nodes(node("a", 2)), new Event.Submitted(job(1, 1, 2)), ended("j1"))
                .job("j1")
                .orElseThrow();

        assertEquals(job, JobRecord.of(job.toJson()));
    }

    /** Whatever happens, in whatever order: no slot is given twice, the order of submission holds, records tell of every change. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldKeepItsPromisesWhateverHappens(long seed) {
        Random random = new Random(seed);
        JobQueue queue = EMPTY;
        Set<String> started = new HashSet<>();
        List<String> order = new ArrayList<>();
        int number = 0;
        for (int i = 0; i < 300; i++) {
            List<JobRecord> jobs = queue.jobs();
            List<String> going = jobs.stream()
                    .filter(job -> !job.state().ended())
                    .map(JobRecord::id)
                    .toList();
            String any = going.isEmpty() ? "j1" : going.get(random.nextInt(Math.min(4, going.size())));
            Event event =
                    switch (random.nextInt(12)) {
                        case 0, 1, 2, 3 ->
                            new Event.Submitted(job(++number, 1 + random.nextInt(3), 3 + random.nextInt(3)));
                        case 4, 5 -> nodes(node("a", random.nextInt(4)), node("b", 3), node("c", random.nextInt(5)));
                        case 6 -> new Event.StopWished(any);
                        default -> new Event.Ended(any, JobState.SUCCEEDED, "done", JobStatus.Outcome.NONE);
                    };
            if (event instanceof Event.Ended ended && !started.contains(ended.id())) {
                continue;
            }
            Decision decision = queue.on(event, NOW);
            queue = decision.queue();
            for (Decision.Act act : decision.acts()) {
                if (act instanceof Decision.Act.Start start) {
                    assertTrue(
                            started.add(start.job().id()),
                            "started twice: " + start.job().id());
                    order.add(start.job().id());
                }
            }
            check(queue, jobs, decision);
        }
        assertEquals(
                order.stream().sorted((a, b) -> Integer.compare(num(a), num(b))).toList(), order);
        assertTrue(order.size() > 20, "too little happened: " + order);
    }

    private static int num(String id) {
        return Integer.parseInt(id.substring(1));
    }

    private static void check(JobQueue queue, List<JobRecord> before, Decision decision) {
        Map<String, JobRecord> known = new HashMap<>();
        before.forEach(job -> known.put(job.id(), job));
        decision.changed().forEach(job -> known.put(job.id(), job));
        queue.jobs().forEach(job -> known.putIfAbsent(job.id(), job));
        assertEquals(
                Set.copyOf(queue.jobs()), Set.copyOf(known.values()), "what changed is told, and nothing else changed");
        for (Decision.Act act : decision.acts()) {
            if (act instanceof Decision.Act.Start start) {
                int workers = start.shares().stream().mapToInt(Share::workers).sum();
                JobStatus status = start.job().status();
                assertTrue(workers >= status.minWorkers() && workers <= status.maxWorkers(), status.reason());
                for (Share share : start.shares()) {
                    int held = held(queue, share.node());
                    Optional<Slots> node = queue.nodes().stream()
                            .filter(n -> n.node().equals(share.node()))
                            .findFirst();
                    assertTrue(held <= node.orElseThrow().slots(), share + " of " + node);
                }
            }
        }
    }

    private static int held(JobQueue queue, String node) {
        return queue.jobs().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .flatMap(job -> job.status().workers().stream())
                .filter(share -> share.node().equals(node))
                .mapToInt(Share::workers)
                .sum();
    }
}
