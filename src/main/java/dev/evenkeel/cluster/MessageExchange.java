package dev.evenkeel.cluster;

import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.AttemptAbortedException;
import dev.evenkeel.train.Exchange;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;

/**
 * The exchange of one attempt over messages. The worker actor puts in what arrives ({@link #deliver}, {@link #pause},
 * {@link #goOn}, {@link #abort}: any thread); the compute thread does everything else. Parts of the next step, from peers that are ahead, wait
 * here for their turn.
 */
final class MessageExchange implements Exchange {
    /** Looks at the queue for so long before the thread goes to sleep: a peer's part is often just about to come. */
    private static final long SPIN_NANOS = 50_000;

    private static final Duration HOLD = Duration.ofMillis(5);

    private final Plan plan;
    private final int rank;
    private final Transport transport;
    private final Duration deadline;
    private final LongToIntFunction epochOf;
    /** Nothing where this JVM's members have no core each: who looks on keeps the one waited for from computing. */
    private final long spinNanos;

    private final Queue<Part> arrived = new ConcurrentLinkedQueue<>();
    private final Map<Key, Arrivals> waiting = new HashMap<>();
    private volatile Thread sleeper;
    private volatile boolean aborted;
    private volatile boolean pauseWished;
    private volatile boolean waits;
    private long step;
    private long state;
    private long messages;
    private long bytes;
    private long begun;
    private long waitedForStatistics;
    private long waitedForGradients;

    MessageExchange(Plan plan, int rank, Transport transport, Duration deadline, LongToIntFunction epochOf) {
        this.plan = plan;
        this.rank = rank;
        this.transport = transport;
        this.deadline = deadline;
        this.epochOf = epochOf;
        this.spinNanos = here(plan) <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
        this.step = plan.from() + 1;
    }

    /** Members of this JVM. */
    private static long here(Plan plan) {
        return plan.workers().stream()
                .filter(worker -> worker.path().address().hasLocalScope())
                .count();
    }

    private record Key(long step, Phase phase, int index) {}

    private static final class Arrivals {
        private final Part.Payload[] parts;
        private final long[] states;
        private int missing;

        private Arrivals(int members) {
            parts = new Part.Payload[members];
            states = new long[members];
            missing = members;
        }
    }

    /** Thrown where a part has not come in time. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Missing(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** Thrown where members began a step from different states: what they have to add up is not given out. */
    static final class Differing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Long> states;

        private Differing(long step, List<Long> states) {
            super("step " + step + ": the members have different states", null, false, false);
            this.states = states;
        }

        /** Digests by rank. */
        List<Long> states() {
            return states;
        }
    }

    /** What this member has sent since the last call, and where its time went since the step began. */
    record Traffic(long messages, long bytes, StepTimes times) {}

    Plan plan() {
        return plan;
    }

    void deliver(Part part) {
        arrived.add(part);
        wake();
    }

    void pause() {
        pauseWished = true;
    }

    /** The members have paused, or stood anyway, and go on by the same plan. */
    void goOn() {
        pauseWished = false;
    }

    void abort() {
        aborted = true;
        wake();
    }

    private void wake() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether the compute thread waits for other members. Any thread. */
    boolean waits() {
        return waits;
    }

    /**
     * Starts on a step: parts of earlier ones are of no more use.
     *
     * @throws AttemptAbortedException if the attempt was called off
     */
    void begin(long step) {
        this.step = step;
        heedAbort();
        begun = System.nanoTime();
        waiting.keySet().removeIf(key -> key.step() < step);
    }

    Traffic takeTraffic() {
        StepTimes times = new StepTimes(System.nanoTime() - begun, waitedForStatistics, waitedForGradients);
        Traffic traffic = new Traffic(messages, bytes, times);
        messages = 0;
        bytes = 0;
        waitedForStatistics = 0;
        waitedForGradients = 0;
        return traffic;
    }

    @Override
    public int members() {
        return plan.members();
    }

    @Override
    public Portions portions() {
        return plan.portions();
    }

    @Override
    public void state(long digest) {
        state = digest;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public void toAll(Phase phase, int index, Part.Payload payload) {
        for (int member = 0; member < members(); member++) {
            to(member, phase, index, payload);
        }
    }

    @Override
    public void to(int member, Phase phase, int index, Part.Payload payload) {
        if (member == rank) {
            keep(new Key(step, phase, index), rank, state, payload);
            return;
        }
        int epoch = epochOf.applyAsInt(step);
        Tag tag = new Tag(plan.job(), plan.term(), plan.attempt(), epoch, step, phase, index, state);
        messages++;
        bytes += payload.bytes();
        transport.send(member, new Part(tag, rank, payload));
    }

    @Override
    public boolean complete(Phase phase, int index) {
        sort();
        Arrivals arrivals = waiting.get(new Key(step, phase, index));
        return arrivals != null && arrivals.missing == 0;
    }

    @Override
    public Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile) {
        long start = System.nanoTime();
        long useful = await(() -> complete(phase, index), phase, index, meanwhile);
        note(phase, System.nanoTime() - start - useful);
        Arrivals arrivals = waiting.remove(new Key(step, phase, index));
        if (Arrays.stream(arrivals.states).anyMatch(other -> other != state)) {
            throw new Differing(step, Arrays.stream(arrivals.states).boxed().toList());
        }
        return arrivals.parts;
    }

    /** Waits for a part that only one member sends. */
    Part.Payload await(int from, Phase phase, int index) {
        Key key = new Key(step, phase, index);
        await(() -> complete(phase, index) || has(key, from), phase, index, () -> false);
        return waiting.remove(key).parts[from];
    }

    private boolean has(Key key, int from) {
        Arrivals arrivals = waiting.get(key);
        return arrivals != null && arrivals.parts[from] != null;
    }

    /** Returns the nanoseconds of it that were put to use. */
    private long await(BooleanSupplier there, Phase phase, int index, BooleanSupplier meanwhile) {
        long start = System.nanoTime();
        long useful = 0;
        long idle = start;
        while (!there.getAsBoolean()) {
            heedAbort();
            long before = System.nanoTime();
            if (meanwhile.getAsBoolean()) {
                idle = System.nanoTime();
                useful += idle - before;
                continue;
            }
            if (before - idle < spinNanos) {
                Thread.onSpinWait();
            } else {
                sleep(start, phase, index);
            }
        }
        return useful;
    }

    /**
     * Waits before a step for as long as that holds.
     *
     * @throws AttemptAbortedException if the attempt was called off
     */
    void holdWhile(BooleanSupplier reason) {
        try {
            while (reason.getAsBoolean()) {
                waits = true;
                heedAbort();
                LockSupport.parkNanos(this, HOLD.toNanos());
            }
        } finally {
            waits = false;
        }
    }

    private void heedAbort() {
        if (aborted) {
            throw new AttemptAbortedException("attempt " + plan.attempt() + " was called off at step " + step);
        }
    }

    private void note(Phase phase, long waited) {
        if (phase == Phase.FORWARD_STATISTICS || phase == Phase.BACKWARD_STATISTICS) {
            waitedForStatistics += waited;
        } else {
            waitedForGradients += waited;
        }
    }

    @Override
    public boolean pauseWished() {
        return pauseWished;
    }

    private void sleep(long start, Phase phase, int index) {
        long left = deadline.toNanos() - (System.nanoTime() - start);
        if (left <= 0) {
            throw new Missing("step " + step + ": waited " + deadline.toSeconds() + " s for "
                    + phase.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + index + " of rank "
                    + missing(phase, index) + ", which a network lost or a busy machine delayed");
        }
        sleeper = Thread.currentThread();
        waits = true;
        // Whoever adds a part sees the sleeper, or its part is seen here.
        if (arrived.isEmpty() && !aborted) {
            LockSupport.parkNanos(this, left);
        }
        waits = false;
        sleeper = null;
    }

    private List<Integer> missing(Phase phase, int index) {
        Arrivals arrivals = waiting.get(new Key(step, phase, index));
        List<Integer> missing = new ArrayList<>();
        for (int member = 0; member < members(); member++) {
            if (arrivals == null || arrivals.parts[member] == null) {
                missing.add(member);
            }
        }
        return missing;
    }

    /** Takes in what has arrived. A step that is over needs nothing more, so lower tags are dropped. */
    private void sort() {
        for (Part part = arrived.poll(); part != null; part = arrived.poll()) {
            Tag tag = part.tag();
            if (tag.step() >= step) {
                keep(new Key(tag.step(), tag.phase(), tag.index()), part.from(), tag.state(), part.payload());
            }
        }
    }

    private void keep(Key key, int from, long began, Part.Payload payload) {
        Arrivals arrivals = waiting.computeIfAbsent(key, k -> new Arrivals(members()));
        // A frame that comes twice counts once.
        if (arrivals.parts[from] == null) {
            arrivals.parts[from] = payload;
            arrivals.states[from] = began;
            arrivals.missing--;
        }
    }
}
