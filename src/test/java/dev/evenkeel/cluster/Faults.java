package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.StepObserver;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A script of faults, each of which strikes once:
 * <pre>
 * Faults faults = new Faults().crash(2).in(ProtocolPoint.BACKWARD, 17).drop(0).of(Phase.LOSS, 19)
 *     .hang(1).in(ProtocolPoint.LOSS, 20).thaw().in(ProtocolPoint.BEGIN, 23);
 * train(faults.hooks(Hooks.LinkFactory.BY_REFERENCE));
 * faults.assertFired();
 * </pre>
 * Members are meant by rank. Compute threads call the hooks; {@link #close} lets those go on that were made to hang.
 */
final class Faults implements AutoCloseable {
    private static final int ANYBODY = -1;
    private static final long ANY_STEP = -1;

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    /** What a compute thread's memory holds. */
    private final ThreadLocal<TrainingState> states = new ThreadLocal<>();

    private final CountDownLatch thaw = new CountDownLatch(1);
    /** Messages that the next one of their sender overtakes. */
    private final Map<Integer, Runnable> held = new ConcurrentHashMap<>();

    /** What strikes a member. */
    private interface Blow {
        void strike();
    }

    /** What is done to a message instead of sending it. */
    private interface Mishap {
        void happen(Runnable send);
    }

    /**
     * One message of a step.
     *
     * @param from rank of the sender
     * @param to rank of the receiver
     */
    record Sent(Phase phase, int index, int from, int to) {
        static Sent of(Part part, int to) {
            return new Sent(part.tag().phase(), part.tag().index(), part.from(), to);
        }

        @Override
        public String toString() {
            return phase + " " + index + " from rank " + from + " to " + to;
        }
    }

    private static final class Fault {
        private final String name;
        private final AtomicBoolean fired = new AtomicBoolean();

        private Fault(String name) {
            this.name = name;
        }

        boolean fires() {
            return fired.compareAndSet(false, true);
        }
    }

    private final List<AtPoint> points = new CopyOnWriteArrayList<>();
    private final List<AtMessage> messages = new CopyOnWriteArrayList<>();

    private record AtPoint(Fault fault, ProtocolPoint point, long step, int rank, Blow blow) {}

    private record AtMessage(Fault fault, Predicate<Sent> meant, long step, Mishap mishap) {}

    /** A member whose compute thread throws. */
    Member crash(int rank) {
        return new Member(rank, "crash of rank " + rank, () -> {
            throw new IllegalStateException("broken on purpose");
        });
    }

    /** A member that runs out of memory. */
    Member exhaust(int rank) {
        return new Member(rank, "exhaustion of rank " + rank, () -> {
            throw new OutOfMemoryError("on purpose");
        });
    }

    /** A member whose compute thread stops moving until it is thawed, whatever interrupts it; then it goes on. */
    Member hang(int rank) {
        return freeze(rank, Duration.ofMinutes(1));
    }

    /** The same, but it goes on by itself after that time. */
    Member freeze(int rank, Duration time) {
        return new Member(rank, "hang of rank " + rank, () -> {
            long until = System.nanoTime() + time.toNanos();
            while (thaw.getCount() > 0 && System.nanoTime() < until) {
                try {
                    thaw.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException ignored) {
                    // It hangs.
                }
            }
        });
    }

    /** Lets those that hang go on, when somebody reaches a point; {@link #close} does, too. */
    Member thaw() {
        return new Member(ANYBODY, "thaw", () -> {
            thaw.countDown();
            // So that they do what they do while the job is still at it.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        });
    }

    /** A member in whose weights a bit flips. */
    Member flip(int rank) {
        return new Member(rank, "flip of a bit of rank " + rank, () -> {
            float[] weights = states.get().parameters();
            int at = weights.length / 2;
            weights[at] = Float.intBitsToFloat(Float.floatToRawIntBits(weights[at]) ^ 1 << 19);
        });
    }

    /** A message of that member that is never sent. */
    Message drop(int rank) {
        return new Message(rank, "drop", send -> {});
    }

    /** One that is sent twice. */
    Message duplicate(int rank) {
        return new Message(rank, "duplicate", send -> {
            send.run();
            send.run();
        });
    }

    /** One that comes late, and behind others. */
    Message delay(int rank, Duration by) {
        return new Message(rank, "delay", send -> later(by, send));
    }

    private static void later(Duration by, Runnable send) {
        CompletableFuture.delayedExecutor(by.toMillis(), TimeUnit.MILLISECONDS).execute(send);
    }

    /** One that is overtaken by the next that the same member sends to anybody, or by time where there is none. */
    Message reorder(int rank) {
        return new Message(rank, "reordering", send -> {
            AtomicBoolean sent = new AtomicBoolean();
            Runnable once = () -> {
                if (sent.compareAndSet(false, true)) {
                    send.run();
                }
            };
            held.put(rank, once);
            later(Duration.ofMillis(200), once);
        });
    }

    /** When a member is struck. */
    final class Member {
        private final int rank;
        private final String name;
        private final Blow blow;

        private Member(int rank, String name, Blow blow) {
            this.rank = rank;
            this.name = name;
            this.blow = blow;
        }

        /** When it reaches a point of a step. */
        Faults in(ProtocolPoint point, long step) {
            points.add(new AtPoint(fault(name + " at " + point + " of step " + step), point, step, rank, blow));
            return Faults.this;
        }

        /** When it is about to send its first message of a phase. */
        Faults before(Phase phase, long step) {
            return at("before " + phase, first(rank, phase), step, send -> blow.strike());
        }

        /** When it is about to send its first message of a phase in any step. */
        Faults before(Phase phase) {
            return before(phase, ANY_STEP);
        }

        /** When it is about to send that message. */
        Faults before(Sent sent, long step) {
            return at("before " + sent, sent::equals, step, send -> blow.strike());
        }

        /** When it has sent its first message of a phase, and perhaps has others to tell. */
        Faults after(Phase phase, long step) {
            return at("after " + phase, first(rank, phase), step, send -> sendAndStrike(send));
        }

        /** Likewise, in any step. */
        Faults after(Phase phase) {
            return after(phase, ANY_STEP);
        }

        /** When it has sent that message. */
        Faults after(Sent sent, long step) {
            return at("after " + sent, sent::equals, step, send -> sendAndStrike(send));
        }

        private void sendAndStrike(Runnable send) {
            send.run();
            blow.strike();
        }

        private Faults at(String when, Predicate<Sent> meant, long step, Mishap mishap) {
            messages.add(new AtMessage(fault(name + " " + when + ofStep(step)), meant, step, mishap));
            return Faults.this;
        }
    }

    /** Which message is meant. */
    final class Message {
        private final int rank;
        private final String name;
        private final Mishap mishap;

        private Message(int rank, String name, Mishap mishap) {
            this.rank = rank;
            this.name = name;
            this.mishap = mishap;
        }

        /** The first of a phase. */
        Faults of(Phase phase, long step) {
            return of(phase + " from rank " + rank, first(rank, phase), step);
        }

        /** The first of a phase in any step. */
        Faults of(Phase phase) {
            return of(phase, ANY_STEP);
        }

        /** That very one. */
        Faults of(Sent sent, long step) {
            return of(sent.toString(), sent::equals, step);
        }

        private Faults of(String what, Predicate<Sent> meant, long step) {
            messages.add(new AtMessage(fault(name + " of " + what + ofStep(step)), meant, step, mishap));
            return Faults.this;
        }
    }

    private static String ofStep(long step) {
        return step == ANY_STEP ? "" : " of step " + step;
    }

    private static Predicate<Sent> first(int rank, Phase phase) {
        return sent -> sent.from() == rank && sent.phase() == phase;
    }

    private Fault fault(String name) {
        Fault fault = new Fault(name);
        faults.add(fault);
        return fault;
    }

    /** The hooks that carry the script out, over the ways that messages go otherwise. */
    Hooks hooks(Hooks.LinkFactory links) {
        return new Hooks(observer(), (plan, rank) -> {
            Transport direct = links.link(plan, rank);
            return (member, part) -> send(part, member, () -> direct.send(member, part));
        });
    }

    private StepObserver observer() {
        return new StepObserver() {
            @Override
            public void reached(ProtocolPoint point, long step, int rank, int layer) {
                Faults.this.reached(point, step, rank, layer);
            }

            @Override
            public void holds(TrainingState state) {
                states.set(state);
            }
        };
    }

    private void reached(ProtocolPoint point, long step, int rank, int layer) {
        for (AtPoint at : points) {
            if (at.point() == point
                    && at.step() == step
                    && (at.rank() == rank || at.rank() == ANYBODY)
                    && at.fault().fires()) {
                at.blow().strike();
            }
        }
    }

    private void send(Part part, int to, Runnable send) {
        Sent sent = Sent.of(part, to);
        for (AtMessage at : messages) {
            boolean meant = (at.step() == part.tag().step() || at.step() == ANY_STEP)
                    && at.meant().test(sent);
            if (meant && at.fault().fires()) {
                at.mishap().happen(send);
                return;
            }
        }
        send.run();
        Optional.ofNullable(held.remove(part.from())).ifPresent(Runnable::run);
    }

    void assertFired() {
        List<String> silent = new ArrayList<>();
        for (Fault fault : faults) {
            if (!fault.fired.get()) {
                silent.add(fault.name);
            }
        }
        assertEquals(List.of(), silent, "faults that did not fire");
    }

    @Override
    public void close() {
        thaw.countDown();
    }
}
