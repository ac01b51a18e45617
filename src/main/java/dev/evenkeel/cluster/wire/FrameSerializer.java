package dev.evenkeel.cluster.wire;

import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import dev.evenkeel.cluster.Worker;
import java.nio.ByteBuffer;

/**
 * Serializes parts of all-reduces: {@link Worker.Deliver} as one frame, {@link Bulk.Chunk} as a piece of one. Writes from the
 * sender's arrays straight into Artery's buffer. What arrives damaged becomes a message that says so: an exception would
 * vanish in Artery's log.
 */
public final class FrameSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private static final int IDENTIFIER = 0x45564B31;
    private static final String PART = "part";
    private static final String CHUNK = "chunk";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof Worker.Deliver ? PART : CHUNK;
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        frame(message).write(buffer);
    }

    @Override
    public byte[] toBinary(Object message) {
        Frame frame = frame(message);
        ByteBuffer buffer = ByteBuffer.allocate(frame.size());
        frame.write(buffer);
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Frame frame(Object message) {
        if (message instanceof Worker.Deliver deliver) {
            return Frame.whole(deliver.part());
        }
        return ((Bulk.Chunk) message).frame();
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        try {
            Frame frame = Frame.read(buffer);
            return manifest.equals(PART) ? new Worker.Deliver(frame.part()) : new Bulk.Chunk(frame);
        } catch (Frame.Damaged damaged) {
            return manifest.equals(PART)
                    ? new Worker.Damaged(damaged.getMessage())
                    : new Bulk.Damaged(damaged.getMessage());
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }
}
