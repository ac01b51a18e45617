package dev.evenkeel.cluster.wire;

import akka.actor.typed.ActorRef;
import dev.evenkeel.train.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What one node sends another: parts in the order in which they came, chunk by chunk, as far as the credit goes. */
final class Outbound {
    /**
     * A connection that broke takes chunks and credits with it, and nobody would send again. So a part that comes so long after
     * the last credit finds the window open: what was on its way is taken for lost.
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ActorRef<Bulk.Command> peer;
    private final String own;
    private final LongSupplier nanoTime;
    private final Deque<Open> waiting = new ArrayDeque<>();
    private long sent;
    private long received;
    private long lastProgress;

    /** @param own where the peer sends its credits */
    Outbound(ActorRef<Bulk.Command> peer, String own, LongSupplier nanoTime) {
        this.peer = peer;
        this.own = own;
        this.nanoTime = nanoTime;
        this.lastProgress = nanoTime.getAsLong();
    }

    /** A part of which not everything is sent. */
    private static final class Open {
        private final String worker;
        private final Part part;
        private final Form form;
        private final Body body;
        private long offset;

        private Open(String worker, Part part) {
            this.worker = worker;
            this.part = part;
            this.form = Form.of(part.payload());
            this.body = Form.body(part.payload());
        }
    }

    void add(String worker, Part part) {
        waiting.add(new Open(worker, part));
        if (isFull() && nanoTime.getAsLong() - lastProgress > PATIENCE.toNanos()) {
            received = sent;
        }
        send();
    }

    /** The peer has received everything up to this sequence number: credits that were lost are made good by later ones. */
    void credit(long sequence) {
        received = Math.max(received, sequence);
        lastProgress = nanoTime.getAsLong();
        send();
    }

    /** A worker has ended: what waits for it is let go. */
    void forget(String worker) {
        waiting.removeIf(open -> open.worker.equals(worker));
    }

    private boolean isFull() {
        return sent - received >= Bulk.WINDOW;
    }

    private void send() {
        while (!waiting.isEmpty() && !isFull()) {
            Open open = waiting.getFirst();
            int length = Math.toIntExact(Math.min(Frame.LARGEST, open.body.bytes() - open.offset));
            Frame.Piece piece = new Frame.Piece.Values(open.body, open.offset, length);
            peer.tell(new Bulk.Chunk(new Frame(
                    open.part.tag(), open.part.from(), open.form, open.worker, own, ++sent, open.offset, piece)));
            lastProgress = nanoTime.getAsLong();
            open.offset += length;
            if (open.offset == open.body.bytes()) {
                waiting.removeFirst();
            }
        }
    }
}
