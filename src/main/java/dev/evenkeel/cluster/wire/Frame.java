package dev.evenkeel.cluster.wire;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A piece of a part as it stands on the wire: the one place that knows the bytes. Little-endian:
 * <pre>
 *  0  int    CRC-32C of everything behind it
 *  4  byte   {@value #VERSION}, the version of this layout
 *  5  byte   phase
 *  6  byte   kind of payload
 *  7  byte   how many numbers follow at 68
 *  8  long   term
 * 16  long   step
 * 24  int    attempt
 * 28  int    epoch
 * 32  int    index of layer or bucket
 * 36  int    rank of the sender
 * 40  long   sequence number on the link between the two nodes; 0 where there is no credit
 * 48  long   where in the payload's body this piece begins
 * 56  int    bytes of this piece
 * 60  long   digest of the state that the sender began the step with
 * 68  int…   the payload's form
 *     texts  job; for a chunk also the worker it is for and the sender's bulk actor: a short for the length, then UTF-8
 *     bytes  the piece
 * </pre>
 *
 * @param worker path of the worker that a chunk is for; empty for a part in one frame
 * @param origin path of the actor that takes the credit
 */
public record Frame(
        Tag tag, int from, Form form, String worker, String origin, long sequence, long offset, Piece piece) {
    static final byte VERSION = 2;

    /** Largest piece: with the header well below Artery's frame size, and a multiple of 8. */
    static final int LARGEST = 128 << 10;

    private static final int HEADER = 68;
    private static final Phase[] PHASES = Phase.values();
    private static final Form.Kind[] KINDS = Form.Kind.values();

    /** The bytes of a piece: in the sender's arrays until they are serialized, in a buffer of their own afterwards. */
    sealed interface Piece {
        int length();

        void write(ByteBuffer out);

        /** To be sent: not copied before. */
        record Values(Body body, long offset, int length) implements Piece {
            @Override
            public void write(ByteBuffer out) {
                body.write(out, offset, length);
            }
        }

        /** Received. */
        record Bytes(byte[] bytes) implements Piece {
            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public void write(ByteBuffer out) {
                out.put(bytes);
            }
        }
    }

    /** Thrown where bytes are no frame, or damaged: the message is a sentence. */
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Damaged(String message) {
            super(message, null, false, false);
        }
    }

    /** A part that fits into one frame. */
    static Frame whole(Part part) {
        Body body = Form.body(part.payload());
        Piece piece = new Piece.Values(body, 0, Math.toIntExact(body.bytes()));
        return new Frame(part.tag(), part.from(), Form.of(part.payload()), "", "", 0, 0, piece);
    }

    /** The part of a frame that holds all of it. */
    Part part() {
        Part.Payload payload = form.empty((slot, length) -> new float[length]);
        fill(Form.body(payload));
        return new Part(tag, from, payload);
    }

    /** Puts the piece where it belongs in a payload of the same form. */
    void fill(Body body) {
        byte[] bytes = ((Piece.Bytes) piece).bytes();
        body.read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), offset, bytes.length);
    }

    /** Bytes that {@link #write} needs at most. */
    int size() {
        int texts = tag.job().length() + worker.length() + origin.length();
        return HEADER + Form.MOST * Integer.BYTES + 3 * (Short.BYTES + texts) + piece.length();
    }

    void write(ByteBuffer buffer) {
        ByteBuffer out = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).put(VERSION);
        out.put((byte) tag.phase().ordinal()).put((byte) form.kind().ordinal()).put((byte) form.numbers().length);
        out.putLong(tag.term())
                .putLong(tag.step())
                .putInt(tag.attempt())
                .putInt(tag.epoch())
                .putInt(tag.index());
        out.putInt(from)
                .putLong(sequence)
                .putLong(offset)
                .putInt(piece.length())
                .putLong(tag.state());
        for (int number : form.numbers()) {
            out.putInt(number);
        }
        putText(out, tag.job());
        putText(out, worker);
        putText(out, origin);
        piece.write(out);
        out.putInt(0, crc(out.duplicate().flip().position(Integer.BYTES)));
        buffer.position(buffer.position() + out.position());
    }

    /** @throws Damaged if these bytes are not what {@link #write} wrote */
    static Frame read(ByteBuffer buffer) {
        ByteBuffer in = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < HEADER) {
            throw new Damaged("a frame of " + in.remaining() + " bytes is shorter than its header");
        }
        int written = in.getInt();
        int computed = crc(in.duplicate());
        if (written != computed) {
            throw new Damaged(String.format(
                    "a frame of %d bytes arrived damaged: CRC-32C %08x, but it was sent with %08x",
                    buffer.remaining(), computed, written));
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new Damaged("a frame has layout " + version + ", and this node reads " + VERSION);
        }
        Phase phase = PHASES[in.get()];
        Form.Kind kind = KINDS[in.get()];
        int[] numbers = new int[in.get()];
        long term = in.getLong();
        long step = in.getLong();
        int attempt = in.getInt();
        int epoch = in.getInt();
        int index = in.getInt();
        int from = in.getInt();
        long sequence = in.getLong();
        long offset = in.getLong();
        byte[] bytes = new byte[in.getInt()];
        long state = in.getLong();
        Arrays.setAll(numbers, n -> in.getInt());
        Tag tag = new Tag(text(in), term, attempt, epoch, step, phase, index, state);
        String worker = text(in);
        String origin = text(in);
        in.get(bytes);
        buffer.position(buffer.position() + in.position());
        Form form = new Form(kind, numbers);
        return new Frame(tag, from, form, worker, origin, sequence, offset, new Piece.Bytes(bytes));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
