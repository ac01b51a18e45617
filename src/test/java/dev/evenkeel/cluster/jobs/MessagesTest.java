package dev.evenkeel.cluster.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.SerializationExtension;
import akka.serialization.jackson.JacksonCborSerializer;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.cluster.files.FileAnswer;
import dev.evenkeel.cluster.files.RunKeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What travels between nodes about jobs: by CBOR, and nothing is lost. */
class MessagesTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("akka.remote.artery.canonical.port = 0")
                    .withFallback(ConfigFactory.parseResources("node.conf"))
                    .withFallback(ConfigFactory.load()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldTravelAsCbor() {
        ActorRef<JobManager.Answer> submitter =
                KIT.createTestProbe(JobManager.Answer.class).ref();
        ActorRef<FileAnswer> reader = KIT.createTestProbe(FileAnswer.class).ref();
        List<Object> messages = List.of(
                new JobManager.Submit("{}", "d", 5, 1, 2, "s", "", submitter),
                new JobManager.Stop("id", submitter),
                new JobManager.Remember("{}", submitter),
                new JobManager.Accepted("id"),
                new JobManager.Refused(404, "no"),
                new Latest(3, 7, "text"),
                new RunKeeper.List("id", reader),
                new RunKeeper.Read("id", "checkpoints/a", 1L << 40, reader),
                new FileAnswer.Files(List.of(new FileAnswer.Entry("a/b", 1L << 33))),
                new FileAnswer.Absent(),
                new FileAnswer.Unreadable("no"));
        for (Object message : messages) {
            assertEquals(message, transported(message));
        }
        FileAnswer.Chunk chunk = new FileAnswer.Chunk(new byte[] {1, -1, 0}, 9);
        assertArrayEquals(chunk.bytes(), transported(chunk).bytes());
    }

    private static <T> T transported(T message) {
        Object serializer = SerializationExtension.get(KIT.system()).findSerializerFor(message);
        assertInstanceOf(
                JacksonCborSerializer.class, serializer, message.getClass().getName());
        return KIT.serializationTestKit().verifySerialization(message, false);
    }

    /** The laws that replicas need to agree, whatever reaches them in whatever order. */
    @Test
    void shouldMergeToTheLatestByTermAndVersion() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            List<Latest> written = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                long term = random.nextInt(3);
                long version = random.nextInt(3);
                written.add(new Latest(term, version, term + "/" + version));
            }
            Latest a = written.get(0);
            Latest b = written.get(1);
            Latest c = written.get(2);
            assertEquals(a.mergeData(b), b.mergeData(a));
            assertEquals(a.mergeData(b).mergeData(c), a.mergeData(b.mergeData(c)));
            assertEquals(a, a.mergeData(a));
        }
        assertEquals(
                "new",
                new Latest(1, 9, "old").mergeData(new Latest(2, 0, "new")).text());
        assertEquals(
                "new",
                new Latest(2, 1, "new").mergeData(new Latest(2, 0, "old")).text());
    }
}
