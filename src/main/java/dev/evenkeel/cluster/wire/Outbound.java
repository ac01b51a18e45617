package dev.evenkeel.cluster.wire;

import akka.actor.typed.ActorRef;
import dev.evenkeel.train.Part;
import java.util.ArrayDeque;
import java.util.Deque;

/** What one node sends another: parts in the order in which they came, chunk by chunk, as far as the credit goes. */
final class Outbound {
    private final ActorRef<Bulk.Command> peer;
    private final String own;
    private final Deque<Open> waiting = new ArrayDeque<>();
    private long sent;
    private long received;

    /** @param own where the peer sends its credits */
    Outbound(ActorRef<Bulk.Command> peer, String own) {
        this.peer = peer;
        this.own = own;
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
        send();
    }

    /** The peer has received everything up to this sequence number: credits that were lost are made good by later ones. */
    void credit(long sequence) {
        received = Math.max(received, sequence);
        send();
    }

    private void send() {
        while (!waiting.isEmpty() && sent - received < Bulk.WINDOW) {
            Open open = waiting.getFirst();
            int length = Math.toIntExact(Math.min(Frame.LARGEST, open.body.bytes() - open.offset));
            Frame.Piece piece = new Frame.Piece.Values(open.body, open.offset, length);
            peer.tell(new Bulk.Chunk(new Frame(
                    open.part.tag(), open.part.from(), open.form, open.worker, own, ++sent, open.offset, piece)));
            open.offset += length;
            if (open.offset == open.body.bytes()) {
                waiting.removeFirst();
            }
        }
    }
}
