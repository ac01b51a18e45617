package dev.evenkeel.cluster.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.TestInbox;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final int CHUNK_FLOATS = Frame.LARGEST / Float.BYTES;

    private final TestInbox<Bulk.Command> peer = TestInbox.create();
    private final AtomicLong clock = new AtomicLong();
    private final Outbound link = new Outbound(peer.getRef(), "own", clock::get);

    @Test
    void shouldSendNoMoreThanIsCredited() {
        link.add("worker", part(3 * Bulk.WINDOW));
        assertEquals(numbers(1, Bulk.WINDOW), sent());

        link.credit(4);
        assertEquals(numbers(Bulk.WINDOW + 1, Bulk.WINDOW + 4), sent());

        // An older credit that comes late takes nothing back; a lost one is made good by the next.
        link.credit(2);
        assertEquals(List.of(), sent());
        link.credit(12);
        assertEquals(numbers(Bulk.WINDOW + 5, Bulk.WINDOW + 12), sent());
    }

    @Test
    void shouldSendPartsInTheirOrder() {
        link.add("worker", part(2));
        link.add("worker", part(1));
        List<Long> offsets = peer.getAllReceived().stream()
                .map(chunk -> ((Bulk.Chunk) chunk).frame().offset())
                .toList();
        assertEquals(List.of(0L, (long) Frame.LARGEST, 0L), offsets);
    }

    @Test
    void shouldGoOnAfterEverythingOnItsWayWasLost() {
        link.add("worker", part(2 * Bulk.WINDOW));
        sent();
        clock.addAndGet(Outbound.PATIENCE.toNanos());
        link.add("worker", part(1));
        assertEquals(List.of(), sent());

        clock.addAndGet(1);
        link.add("worker", part(1));
        assertEquals(numbers(Bulk.WINDOW + 1, 2 * Bulk.WINDOW), sent());
    }

    @Test
    void shouldForgetWhatWaitsForAWorkerThatEnded() {
        link.add("gone", part(2 * Bulk.WINDOW));
        link.add("other", part(1));
        sent();
        link.forget("gone");
        link.credit(Bulk.WINDOW);
        List<String> workers = peer.getAllReceived().stream()
                .map(chunk -> ((Bulk.Chunk) chunk).frame().worker())
                .toList();
        assertEquals(List.of("other"), workers);
    }

    private List<Long> sent() {
        return peer.getAllReceived().stream()
                .map(chunk -> ((Bulk.Chunk) chunk).frame().sequence())
                .toList();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static Part part(int chunks) {
        float[] values = new float[chunks * CHUNK_FLOATS];
        Tag tag = new Tag("job", 1, 1, 1, 1, Phase.GRADIENT, 0, 0);
        return new Part(tag, 0, new Part.Gradients(new float[][] {values}, 0, values.length));
    }
}
