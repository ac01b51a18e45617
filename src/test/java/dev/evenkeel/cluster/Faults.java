package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A script of faults, each of which strikes once:
 * <pre>
 * Faults faults = new Faults().crash(2).in(ProtocolPoint.BACKWARD, 17).drop(0).of(Phase.LOSS, 19);
 * train(faults.hooks(Hooks.LinkFactory.BY_REFERENCE));
 * faults.assertFired();
 * </pre>
 * Members are meant by rank. Compute threads call the hooks; {@link #close} lets those go on that were made to hang.
 */
final class Faults implements AutoCloseable {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final CountDownLatch thaw = new CountDownLatch(1);

    /** What strikes a member. */
    private interface Blow {
        void strike();
    }

    /** What is done to a message instead of sending it. */
    private interface Mishap {
        void happen(Part part, Runnable send);
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

    private record AtMessage(Fault fault, Phase phase, long step, int rank, Mishap mishap) {}

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

    /** A member whose compute thread stops moving, until {@link #close}, whatever interrupts it; then it goes on. */
    Member hang(int rank) {
        return new Member(rank, "hang of rank " + rank, () -> {
            boolean thawed = false;
            while (!thawed) {
                try {
                    thawed = thaw.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException ignored) {
                    // It hangs.
                }
            }
        });
    }

    /** A message of that member that is never sent. */
    Message drop(int rank) {
        return new Message(rank, "drop", (part, send) -> {});
    }

    /** One that is sent twice. */
    Message duplicate(int rank) {
        return new Message(rank, "duplicate", (part, send) -> {
            send.run();
            send.run();
        });
    }

    /** One that comes late, and behind others. */
    Message delay(int rank, Duration by) {
        return new Message(
                rank, "delay", (part, send) -> CompletableFuture.delayedExecutor(by.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(send));
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
            return at(name + " before ", phase, step, (part, send) -> blow.strike());
        }

        /** When it has sent its first message of a phase, and perhaps has others to tell. */
        Faults after(Phase phase, long step) {
            return at(name + " after ", phase, step, (part, send) -> {
                send.run();
                blow.strike();
            });
        }

        private Faults at(String what, Phase phase, long step, Mishap mishap) {
            messages.add(new AtMessage(fault(what + phase + " of step " + step), phase, step, rank, mishap));
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
            messages.add(new AtMessage(
                    fault(name + " of " + phase + " of step " + step + " from rank " + rank),
                    phase,
                    step,
                    rank,
                    mishap));
            return Faults.this;
        }
    }

    private Fault fault(String name) {
        Fault fault = new Fault(name);
        faults.add(fault);
        return fault;
    }

    /** The hooks that carry the script out, over the ways that messages go otherwise. */
    Hooks hooks(Hooks.LinkFactory links) {
        return new Hooks(this::reached, (plan, rank) -> {
            Transport direct = links.link(plan, rank);
            return (member, part) -> send(part, () -> direct.send(member, part));
        });
    }

    private void reached(ProtocolPoint point, long step, int rank, int layer) {
        for (AtPoint at : points) {
            if (at.point() == point
                    && at.step() == step
                    && at.rank() == rank
                    && at.fault().fires()) {
                at.blow().strike();
            }
        }
    }

    private void send(Part part, Runnable send) {
        for (AtMessage at : messages) {
            boolean meant =
                    at.phase() == part.tag().phase() && at.step() == part.tag().step();
            if (meant && at.rank() == part.from() && at.fault().fires()) {
                at.mishap().happen(part, send);
                return;
            }
        }
        send.run();
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
