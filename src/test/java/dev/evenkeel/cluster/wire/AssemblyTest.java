package dev.evenkeel.cluster.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssemblyTest {
    private final Assembly assembly = new Assembly();

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldPutChunksTogetherInAnyOrderAndMoreThanOnce(long seed) {
        Random random = new Random(seed);
        Payloads payloads = new Payloads(seed);
        for (Part.Payload payload : payloads.ofEveryKind(300_000)) {
            Part part = new Part(tag(1, 1, 1, random.nextInt(1000)), 0, payload);
            List<Frame> frames = new ArrayList<>(frames(part));
            frames.addAll(frames(part));
            Collections.shuffle(frames, random);
            List<Part> whole = new ArrayList<>();
            frames.forEach(frame -> assembly.add(frame).ifPresent(whole::add));

            assertEquals(1, whole.size());
            assertEquals(Payloads.bits(part), Payloads.bits(whole.get(0)));
        }
    }

    @Test
    void shouldUseArraysAgainWithinAnAttemptOnly() {
        float[] first = gradients(1, 1, 1);
        assertSame(first, gradients(1, 1, 2));
        assertNotSame(first, gradients(1, 2, 2));
        assertNotSame(first, gradients(2, 1, 2));
    }

    @Test
    void shouldDropWhatIsOlder() {
        gradients(2, 2, 5);
        for (Tag older : List.of(tag(1, 9, 6, 0), tag(2, 1, 6, 0), tag(2, 2, 4, 0), tag(2, 2, 5, 0))) {
            Part part = new Part(older, 0, new Part.Gradients(new float[][] {{1f, 2f, 3f}}, 0, 3));
            assertTrue(assembly.add(frames(part).get(0)).isEmpty(), older::toString);
        }
    }

    private float[] gradients(long term, int attempt, long step) {
        Part part = new Part(tag(term, attempt, step, 0), 0, new Part.Gradients(new float[][] {{step, 2f, 3f}}, 0, 3));
        Optional<Part> whole = assembly.add(frames(part).get(0));
        return ((Part.Gradients) whole.orElseThrow().payload()).nodes()[0];
    }

    private static Tag tag(long term, int attempt, long step, int index) {
        return new Tag("job", term, attempt, 1, step, Phase.GRADIENT, index, 0);
    }

    /** A part's chunks as they arrive. */
    private static List<Frame> frames(Part part) {
        Body body = Form.body(part.payload());
        List<Frame> frames = new ArrayList<>();
        long offset = 0;
        do {
            int length = (int) Math.min(Frame.LARGEST, body.bytes() - offset);
            Frame.Piece piece = new Frame.Piece.Values(body, offset, length);
            Frame sent = new Frame(part.tag(), part.from(), Form.of(part.payload()), "w", "o", 1, offset, piece);
            ByteBuffer buffer = ByteBuffer.allocate(sent.size());
            sent.write(buffer);
            frames.add(Frame.read(buffer.flip()));
            offset += length;
        } while (offset < body.bytes());
        return frames;
    }
}
