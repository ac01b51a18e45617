package dev.evenkeel.cluster.jobs;

import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.client.JobStatus.Share;
import dev.evenkeel.cluster.jobs.Engine.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The jobs of a cluster and the slots that are there for them: what the job manager decides, without actors, clocks or files.
 * Immutable.
 *
 * <p>The rule: jobs start in the order of their submission, and none overtakes another, so that a large one is not starved by
 * small ones. A job starts when its min-workers find free slots, with as many of its max-workers as do, dealt round the nodes
 * with most free slots first: a job on two nodes keeps its checkpoints on two. While it runs it gets more, up to its max-workers,
 * when nodes that have none of it have free slots and no job waits for them; one that has fewer than its min-workers left goes first.
 * A job that goes on from a checkpoint goes to the nodes that have one, as far as they have free slots.
 *
 * @param jobs by number
 * @param nodes those that are up
 */
record JobQueue(List<JobRecord> jobs, List<Slots> nodes) {
    JobQueue {
        jobs = jobs.stream().sorted(Comparator.comparingLong(JobRecord::number)).toList();
        nodes = List.copyOf(nodes);
    }

    /** What happens to a queue. Times are texts for people. */
    sealed interface Event {
        /** A job was accepted: its record is safe. */
        record Submitted(JobRecord job) implements Event {}

        /** A node remembers a job from before its start, and this queue {@link #knowsLessOf} it. */
        record Remembered(JobRecord job) implements Event {}

        /** These nodes are up now, and no others. */
        record Nodes(List<Slots> nodes) implements Event {}

        /** Somebody wishes that a job ends. */
        record StopWished(String id) implements Event {}

        /** The job's actors have ended. */
        record Ended(String id, JobState state, String reason, JobStatus.Outcome outcome) implements Event {}

        /** Likewise, and none of them had a state that is known to be right. */
        record StateLost(String id, String reason) implements Event {}

        /** The job's coordinator has given way to one of the next manager's, for that reason. */
        record Interrupted(String id, String reason) implements Event {}

        /** So many workers on these nodes train at a job; on others of these nodes it keeps books, or can't have any. */
        record Staffed(String id, List<Share> workers, String reason) implements Event {}

        /** This manager takes over from one that is gone. */
        record TakenOver() implements Event {}
    }

    Optional<JobRecord> job(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** @param now for the notes */
    Decision on(Event event, String now) {
        if (event instanceof Event.Submitted submitted) {
            return plus(submitted.job()).schedule("job " + submitted.job().id() + " is queued", now);
        }
        if (event instanceof Event.Remembered remembered) {
            return remembered(remembered.job(), now);
        }
        if (event instanceof Event.Nodes up) {
            return new JobQueue(jobs, up.nodes()).schedule("", now);
        }
        if (event instanceof Event.Staffed staffed) {
            return staffed(staffed, now);
        }
        if (event instanceof Event.StopWished stop) {
            return stop(stop.id(), now);
        }
        if (event instanceof Event.Ended ended) {
            return change(
                    ended.id(),
                    job -> job.moved(ended.state(), ended.reason(), job.status().workers(), ended.outcome(), now),
                    now);
        }
        if (event instanceof Event.Interrupted interrupted) {
            return change(interrupted.id(), job -> interrupted(job, interrupted.reason(), now), now);
        }
        if (event instanceof Event.StateLost lost) {
            return change(lost.id(), job -> stateLost(job, lost.reason(), now), now);
        }
        return takeOver(now);
    }

    private static JobRecord interrupted(JobRecord job, String reason, String now) {
        return job.moved(
                job.state(), reason, job.status().workers(), job.status().outcome(), now);
    }

    /** To whom it happens twice has faulty memory. */
    private static JobRecord stateLost(JobRecord job, String reason, String now) {
        return job.wentBack() || job.stop()
                ? job.moved(JobState.FAILED, reason, job.status().workers(), JobStatus.Outcome.NONE, now)
                : job.back("goes back to its newest checkpoint: " + reason, now);
    }

    private Decision stop(String id, String now) {
        Optional<JobState> state = job(id).map(JobRecord::state);
        if (state.equals(Optional.of(JobState.QUEUED))) {
            return change(
                    id,
                    job -> job.moved(
                            JobState.STOPPED,
                            "stopped as asked, before it started",
                            List.of(),
                            JobStatus.Outcome.NONE,
                            now),
                    now);
        }
        if (state.equals(Optional.of(JobState.RUNNING))) {
            JobQueue next = with(job(id).orElseThrow().asked("is asked to stop", now));
            return next.since(
                    this,
                    new Decision(
                            next, List.of(), List.of(new Decision.Act.Stop(id)), "job " + id + " is asked to stop"));
        }
        return new Decision(this, List.of(), List.of(), "");
    }

    private Decision staffed(Event.Staffed staffed, String now) {
        Optional<JobRecord> running = job(staffed.id()).filter(job -> job.state() == JobState.RUNNING);
        if (running.isEmpty()) {
            return new Decision(this, List.of(), List.of(), "");
        }
        JobRecord job = running.get();
        String reason = staffed.reason().isEmpty() ? job.status().reason() : staffed.reason();
        JobQueue next = with(job.moved(JobState.RUNNING, reason, staffed.workers(), JobStatus.Outcome.NONE, now));
        return next.since(this, next.schedule("", now));
    }

    /** Whether a node that remembers this job has something to tell. A job that runs here is known best here. */
    boolean knowsLessOf(JobRecord remembered) {
        return job(remembered.id())
                .map(known -> known.state() != JobState.RUNNING && remembered.isLaterThan(known))
                .orElse(true);
    }

    private Decision remembered(JobRecord job, String now) {
        return plus(job).takeOver(List.of(job), this, "remembers job " + job.id() + ", which has " + job.state(), now);
    }

    private Decision takeOver(String now) {
        long running =
                jobs.stream().filter(job -> job.state() == JobState.RUNNING).count();
        return takeOver(jobs, this, "takes over " + jobs.size() + " jobs, " + running + " of them running", now);
    }

    /** Those of these jobs that run were coordinated by somebody who is gone. */
    private Decision takeOver(List<JobRecord> these, JobQueue before, String what, String now) {
        JobQueue next = this;
        List<Decision.Act> acts = new ArrayList<>();
        for (JobRecord job : these) {
            if (job.state() == JobState.RUNNING) {
                JobRecord goesOn = job.moved(
                        JobState.RUNNING,
                        "goes on under another coordinator, as the one before was lost",
                        job.status().workers(),
                        JobStatus.Outcome.NONE,
                        now);
                next = next.with(goesOn);
                acts.add(new Decision.Act.TakeOver(goesOn));
                if (job.stop()) {
                    acts.add(new Decision.Act.Stop(job.id()));
                }
            }
        }
        Decision scheduled = next.schedule(what, now);
        acts.addAll(scheduled.acts());
        return next.since(before, new Decision(scheduled.queue(), scheduled.changed(), acts, scheduled.reason()));
    }

    private Decision change(String id, UnaryOperator<JobRecord> how, String now) {
        Optional<JobRecord> before = job(id).filter(job -> !job.state().ended());
        if (before.isEmpty()) {
            return new Decision(this, List.of(), List.of(), "");
        }
        JobRecord after = how.apply(before.get());
        JobQueue next = with(after);
        String what =
                "job " + id + " has " + after.state() + ": " + after.status().reason();
        return next.since(this, next.schedule(what, now));
    }

    /** Starts what can be started; whatever can't says what it waits for. */
    private Decision schedule(String what, String now) {
        JobQueue next = this;
        List<Decision.Act> acts = new ArrayList<>();
        List<String> told = new ArrayList<>();
        if (!what.isEmpty()) {
            told.add(what);
        }
        // A job that stands for want of workers goes before those that have not begun.
        next = next.extend(job -> sum(job.workers()) < job.minWorkers(), acts, told, now);
        Optional<JobRecord> head = Optional.empty();
        for (JobRecord job : jobs) {
            if (job.state() != JobState.QUEUED) {
                continue;
            }
            if (head.isPresent()) {
                next = next.with(waiting(job, "waits behind job " + head.get().id(), now));
                continue;
            }
            List<Share> shares = next.deal(job);
            if (shares.isEmpty()) {
                head = Optional.of(job);
                next = next.with(waiting(job, next.shortage(job), now));
            } else {
                JobRecord started =
                        job.moved(JobState.RUNNING, "runs with " + words(shares), shares, JobStatus.Outcome.NONE, now);
                next = next.with(started);
                acts.add(new Decision.Act.Start(started, shares));
                told.add("job " + job.id() + " " + started.status().reason());
            }
        }
        if (head.isEmpty()) {
            next = next.extend(job -> true, acts, told, now);
        }
        return next.since(this, new Decision(next, List.of(), acts, String.join("; ", told)));
    }

    /** Gives running jobs free slots up to their max-workers, on nodes that have no part of the job yet. */
    private JobQueue extend(Predicate<JobStatus> which, List<Decision.Act> acts, List<String> told, String now) {
        JobQueue next = this;
        for (JobRecord job : jobs) {
            if (job.state() != JobState.RUNNING || job.stop() || !which.test(job.status())) {
                continue;
            }
            List<Share> has = job.status().workers();
            List<Slots> others = next.nodes.stream()
                    .filter(node -> has.stream().noneMatch(share -> share.node().equals(node.node())))
                    .toList();
            List<Share> more = next.deal(others, job.status().maxWorkers() - sum(has), List.of());
            if (!more.isEmpty()) {
                String reason = "is given " + words(more) + ", which join it";
                List<Share> all = new ArrayList<>(has);
                all.addAll(more);
                next = next.with(job.moved(JobState.RUNNING, reason, all, JobStatus.Outcome.NONE, now));
                acts.add(new Decision.Act.Extend(job.id(), more));
                told.add("job " + job.id() + " " + reason);
            }
        }
        return next;
    }

    private static int sum(List<Share> shares) {
        return shares.stream().mapToInt(Share::workers).sum();
    }

    private static JobRecord waiting(JobRecord job, String reason, String now) {
        return job.moved(JobState.QUEUED, reason, List.of(), JobStatus.Outcome.NONE, now);
    }

    private String shortage(JobRecord job) {
        if (!reachable(job)) {
            return "waits for a free worker slot on " + String.join(" or ", job.holders())
                    + ", where its checkpoints are";
        }
        int free = nodes.stream().mapToInt(this::free).sum();
        int slots = nodes.stream().mapToInt(Slots::slots).sum();
        return "waits for " + job.status().minWorkers() + " free worker slots: " + free + " of the cluster's " + slots
                + " are free";
    }

    /** Slots of a node that no running job holds, by this queue's books and by the node's. */
    private int free(Slots node) {
        int held = jobs.stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .flatMap(job -> job.status().workers().stream())
                .filter(share -> share.node().equals(node.node()))
                .mapToInt(Share::workers)
                .sum();
        return Math.max(0, Math.min(node.slots() - held, node.free()));
    }

    /** Workers for a job, one at a time round the nodes; none where there are too few slots. */
    private List<Share> deal(JobRecord job) {
        List<Share> shares = deal(nodes, job.status().maxWorkers(), job.holders());
        return sum(shares) < job.status().minWorkers() || !reachable(job) ? List.of() : shares;
    }

    /** Whether a node that has its checkpoints, if one is there, has a free slot for it, too: states come from workers. */
    private boolean reachable(JobRecord job) {
        List<Slots> holders = nodes.stream()
                .filter(node -> job.holders().contains(node.node()))
                .toList();
        return holders.isEmpty() || holders.stream().anyMatch(node -> free(node) > 0);
    }

    /** @param first nodes that come before all others */
    private List<Share> deal(List<Slots> there, int most, List<String> first) {
        List<Slots> order = there.stream()
                .sorted(Comparator.comparing((Slots node) -> !first.contains(node.node()))
                        .thenComparing(Comparator.comparingInt(this::free).reversed())
                        .thenComparing(Slots::node))
                .toList();
        int[] dealt = new int[order.size()];
        int left = most;
        for (boolean more = true; more && left > 0; ) {
            more = false;
            for (int i = 0; i < dealt.length && left > 0; i++) {
                if (dealt[i] < free(order.get(i))) {
                    dealt[i]++;
                    left--;
                    more = true;
                }
            }
        }
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < dealt.length; i++) {
            if (dealt[i] > 0) {
                shares.add(new Share(order.get(i).node(), dealt[i]));
            }
        }
        return shares;
    }

    private static String words(List<Share> shares) {
        int workers = sum(shares);
        String each = String.join(
                ", ", shares.stream().map(s -> s.workers() + " on " + s.node()).toList());
        return workers + (workers == 1 ? " worker: " : " workers: ") + each;
    }

    private JobQueue plus(JobRecord job) {
        List<JobRecord> longer = new ArrayList<>(jobs);
        longer.removeIf(other -> other.id().equals(job.id()));
        longer.add(job);
        return new JobQueue(longer, nodes);
    }

    private JobQueue with(JobRecord changed) {
        return new JobQueue(
                jobs.stream()
                        .map(job -> job.id().equals(changed.id()) ? changed : job)
                        .toList(),
                nodes);
    }

    /** The queue without the oldest jobs that have ended, where it has more of them than that. */
    JobQueue remembering(int ended) {
        long tooMany = jobs.stream().filter(job -> job.state().ended()).count() - ended;
        if (tooMany <= 0) {
            return this;
        }
        Set<String> oldest = jobs.stream()
                .filter(job -> job.state().ended())
                .limit(tooMany)
                .map(JobRecord::id)
                .collect(Collectors.toSet());
        return new JobQueue(
                jobs.stream().filter(job -> !oldest.contains(job.id())).toList(), nodes);
    }

    /** The decision with every record that differs from what it was in {@code before}. */
    private Decision since(JobQueue before, Decision decision) {
        List<JobRecord> changed = decision.queue().jobs().stream()
                .filter(job -> before.job(job.id()).map(old -> !old.equals(job)).orElse(true))
                .toList();
        return new Decision(decision.queue(), changed, decision.acts(), decision.reason());
    }
}
