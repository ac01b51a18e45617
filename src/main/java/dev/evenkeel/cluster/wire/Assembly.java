package dev.evenkeel.cluster.wire;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts one worker's chunks together. Large arrays are made once per attempt and used in every step: a peer sends its next
 * gradients only after it has this worker's reduced ones, and those are made when the last were read. What is older than what has
 * been seen of its kind is dropped, what comes twice counts once.
 */
final class Assembly {
    private final Map<Key, Open> open = new HashMap<>();
    private final Map<Slot, float[]> arrays = new HashMap<>();
    private long term = Long.MIN_VALUE;
    private int attempt;

    private record Key(int from, Phase phase, int index) {}

    /** A sender's array; reduced ranges, which don't overlap, share one (sender −1). */
    private record Slot(int from, int number) {}

    private static final class Open {
        private final long step;
        private final Part part;
        private final Body body;
        private final BitSet pieces = new BitSet();

        private Open(Part part) {
            this.step = part.tag().step();
            this.part = part;
            this.body = Form.body(part.payload());
        }

        private int count() {
            return Math.toIntExact(Math.max(1, (body.bytes() + Frame.LARGEST - 1) / Frame.LARGEST));
        }
    }

    /** Takes a chunk in; gives the part when this was the last one missing. */
    Optional<Part> add(Frame frame) {
        Tag tag = frame.tag();
        if (tag.term() < term || tag.term() == term && tag.attempt() < attempt) {
            return Optional.empty();
        }
        if (tag.term() > term || tag.attempt() > attempt) {
            term = tag.term();
            attempt = tag.attempt();
            open.clear();
            // Parts of the attempt before may still be read: their arrays are left to their readers.
            arrays.clear();
        }
        Open at = open.compute(new Key(frame.from(), tag.phase(), tag.index()), (key, last) -> {
            return last == null || last.step < tag.step() ? new Open(empty(frame)) : last;
        });
        int piece = Math.toIntExact(frame.offset() / Frame.LARGEST);
        if (at.step > tag.step() || at.pieces.get(piece)) {
            return Optional.empty();
        }
        frame.fill(at.body);
        at.pieces.set(piece);
        return at.pieces.cardinality() == at.count() ? Optional.of(at.part) : Optional.empty();
    }

    private Part empty(Frame frame) {
        Part.Payload payload = frame.form().empty((number, length) -> {
            Slot slot = new Slot(number < 0 ? -1 : frame.from(), number);
            return arrays.compute(
                    slot, (s, array) -> array == null || array.length != length ? new float[length] : array);
        });
        return new Part(frame.tag(), frame.from(), payload);
    }
}
