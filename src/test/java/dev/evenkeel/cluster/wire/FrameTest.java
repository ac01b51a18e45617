package dev.evenkeel.cluster.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.cluster.Worker;
import dev.evenkeel.train.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
    private final FrameSerializer serializer = new FrameSerializer();

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldBringEveryPartOverBitByBit(long seed) {
        Payloads payloads = new Payloads(seed);
        for (Part.Payload payload : payloads.ofEveryKind(3000)) {
            Part part = payloads.part(payload);
            // Artery's buffers are direct, and a message rarely stands at their begin.
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
            int at = (int) (seed % 7);
            buffer.position(at);
            serializer.toBinary(new Worker.Deliver(part), buffer);
            buffer.flip().position(at);

            Object read = serializer.fromBinary(buffer, "part");

            assertEquals(
                    Payloads.bits(part),
                    Payloads.bits(assertInstanceOf(Worker.Deliver.class, read).part()));
            byte[] bytes = serializer.toBinary(new Worker.Deliver(part));
            Object again = serializer.fromBinary(bytes, "part");
            assertEquals(
                    Payloads.bits(part),
                    Payloads.bits(assertInstanceOf(Worker.Deliver.class, again).part()));
        }
    }

    @Test
    void shouldHaveAFormForEveryPayload() {
        Set<Class<?>> covered = new HashSet<>();
        new Payloads(1).ofEveryKind(10).forEach(payload -> covered.add(payload.getClass()));

        assertEquals(Set.of(Part.Payload.class.getPermittedSubclasses()), covered);
        for (Part.Payload payload : new Payloads(1).ofEveryKind(10)) {
            assertTrue(Form.of(payload).numbers().length <= Form.MOST);
            assertEquals(
                    payload instanceof Part.Losses ? payload.bytes() - 5 : payload.bytes(),
                    Form.body(payload).bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNoticeAnyFlippedBit(long seed) {
        Payloads payloads = new Payloads(seed);
        Part part = payloads.part(payloads.ofEveryKind(200).get((int) (seed % 5)));
        byte[] sent = serializer.toBinary(new Worker.Deliver(part));
        Random random = new Random(seed);
        for (int flip = 0; flip < 50; flip++) {
            byte[] damaged = sent.clone();
            damaged[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));

            Object read = serializer.fromBinary(damaged, "part");

            String sentence = assertInstanceOf(Worker.Damaged.class, read).sentence();
            assertTrue(
                    sentence.matches("a frame of " + sent.length
                            + " bytes arrived damaged: CRC-32C [0-9a-f]{8}, but it was sent with [0-9a-f]{8}"),
                    sentence);
        }
        Object cut = serializer.fromBinary(Arrays.copyOf(sent, sent.length - 1), "chunk");
        assertInstanceOf(Bulk.Damaged.class, cut);
        Object stub = serializer.fromBinary(Arrays.copyOf(sent, 20), "part");
        assertEquals(
                "a frame of 20 bytes is shorter than its header",
                assertInstanceOf(Worker.Damaged.class, stub).sentence());
    }

    @Test
    void shouldSayThatALayoutIsUnknown() {
        Payloads payloads = new Payloads(3);
        byte[] bytes = serializer.toBinary(
                new Worker.Deliver(payloads.part(payloads.ofEveryKind(10).get(0))));
        bytes[4] = 9;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 4, bytes.length - 4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) crc.getValue());

        Frame.Damaged refused = assertThrows(Frame.Damaged.class, () -> Frame.read(ByteBuffer.wrap(bytes)));

        assertEquals("a frame has layout 9, and this node reads 2", refused.getMessage());
    }

    @Test
    void shouldFitIntoArterysFrames() {
        List<Part.Payload> largest = List.of(new Part.Gradients(new float[][] {new float[1 << 20]}, 3, 1 << 20));
        for (Part.Payload payload : largest) {
            Part part = new Payloads(5).part(payload);
            Frame chunk = new Frame(
                    part.tag(),
                    0,
                    Form.of(payload),
                    "akka://evenkeel@a-rather-long-host-name.example.org:65535/system/host/job-1/worker-1#123456789",
                    "akka://evenkeel@a-rather-long-host-name.example.org:65535/system/bulk",
                    1,
                    0,
                    new Frame.Piece.Values(Form.body(payload), 0, Frame.LARGEST));
            int size = serializer.toBinary(new Bulk.Chunk(chunk)).length;
            assertTrue(size < Frame.LARGEST + (4 << 10), () -> "frame of " + size);
        }
    }
}
