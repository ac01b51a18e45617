package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonCborSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Plan;
import dev.evenkeel.cluster.Remote;
import dev.evenkeel.cluster.Report;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.cluster.wire.Bulk;
import dev.evenkeel.cluster.wire.FrameSerializer;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.run.Pages;
import dev.evenkeel.train.TrainingState;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How messages between nodes become bytes. */
class MessagesTest {
    /** The only ones that carry tensors. */
    private static final Set<String> FRAMES = Set.of("Deliver", "Chunk");

    @TempDir
    static Path folder;

    private static Node node;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        node = Node.start(LocalNodes.settings(folder, List.of(), 1, ConfigFactory.empty()), Optional.empty());
        serialization = SerializationExtension.get(Adapter.toClassic(node.system()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static final Verdict VERDICT = new Verdict(
            Rule.NON_FINITE,
            Optional.of("layer 1 (dense)"),
            7,
            OptionalDouble.empty(),
            OptionalDouble.of(1e-7),
            5,
            Action.STOP,
            "what",
            "help");

    static Stream<Class<?>> messages() {
        return Stream.of(
                        Worker.Command.class,
                        Coordinator.Command.class,
                        Journal.Command.class,
                        Bulk.Command.class,
                        Host.Command.class,
                        Host.Placement.class,
                        Host.Recalled.class,
                        Door.Answer.class)
                .flatMap(MessagesTest::kinds);
    }

    private static Stream<Class<?>> kinds(Class<?> message) {
        return message.isSealed()
                ? Stream.of(message.getPermittedSubclasses()).flatMap(MessagesTest::kinds)
                : Stream.of(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldHaveItsSerializerOrStayInItsJvm(Class<?> message) throws Exception {
        if (!travels(message)) {
            assertThrows(NotSerializableException.class, () -> serialization.serializerFor(message));
            return;
        }
        Serializer serializer = serialization.serializerFor(message);
        if (FRAMES.contains(message.getSimpleName())) {
            assertEquals(FrameSerializer.class, serializer.getClass());
        } else {
            assertEquals(JacksonCborSerializer.class, serializer.getClass());
        }
    }

    private static boolean travels(Class<?> message) {
        return Remote.class.isAssignableFrom(message) || FRAMES.contains(message.getSimpleName());
    }

    @Test
    void shouldKnowWhatTravels() {
        List<String> travelling = messages()
                .filter(MessagesTest::travels)
                .map(Class::getSimpleName)
                .toList();

        assertTrue(travelling.containsAll(List.of("Run", "Abort", "Committed", "Step", "Place", "Seated", "Chunk")));
        assertTrue(Stream.of("Begin", "Save", "Follow", "Send", "Damaged").noneMatch(travelling::contains));
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldComeOverAsItWas(long seed) throws Exception {
        Random random = new Random(seed);
        ActorRef<Worker.Command> worker = elsewhere("worker-" + random.nextInt(9));
        ActorRef<Journal.Command> journal = elsewhere("journal");
        Plan plan = new Plan(
                "job-ü",
                random.nextLong(),
                random.nextInt(),
                List.of("because"),
                random.nextLong(),
                random.nextInt(),
                List.of(2, 0),
                List.of(4, 9),
                new Portions(List.of(3, 1)),
                List.of(worker, worker));
        TrainingState.Counters counters = new TrainingState.Counters(random.nextLong(), 2, random.nextGaussian(), 3, 4);
        Pages.Reach reach = new Pages.Reach(random.nextLong(), random.nextLong());
        Desk desk = new Desk(journal, 3, List.of(worker));
        Journal.Books books = new Journal.Books(reach, random.nextLong());
        List<Object> messages = List.of(
                new Worker.Prepare(random.nextLong()),
                new Worker.Reckoning(random.nextLong(), random.nextLong(), elsewhere("coordinator")),
                new Journal.Reckoning(random.nextLong(), random.nextLong(), elsewhere("coordinator")),
                new Report.Missed("a message was lost"),
                new Worker.Continue(random.nextLong(), random.nextLong()),
                new Worker.Pause(random.nextLong()),
                new Worker.Evaluate(random.nextLong(), 2, 3, 4),
                new Worker.Serve(random.nextLong(), elsewhere("coordinator")),
                new Journal.Serve(random.nextLong(), elsewhere("coordinator"), elsewhere("books")),
                new Report.Recalled(1, counters, 77L, List.of("because"), Optional.of("a sentence")),
                new Worker.Run(plan, random.nextInt(), random.nextLong()),
                new Worker.Snapshot(random.nextLong(), Journal.Purpose.MODEL),
                new Report.WorkerFailed(random.nextInt(), "a sentence; …"),
                new Journal.Failed(random.nextLong(), "a sentence", Optional.empty(), true),
                new Journal.Failed(random.nextLong(), "a sentence", Optional.of(VERDICT), false),
                new Report.WorkerJudged(random.nextInt(), "a sentence", Optional.of(VERDICT)),
                new Report.Beat(random.nextInt(), random.nextLong(), random.nextBoolean(), random.nextLong()),
                new Report.Disturbed(random.nextInt(), random.nextInt(), "a sentence"),
                new Report.Aborted(random.nextInt(), random.nextInt(), random.nextLong(), random.nextLong()),
                new Report.Differing(random.nextInt(), random.nextInt(), 7, List.of(random.nextLong(), 3L)),
                new Worker.Abort(random.nextLong(), random.nextInt()),
                new Worker.Dismiss(random.nextLong()),
                new Host.Place(
                        "id",
                        random.nextLong(),
                        random.nextBoolean(),
                        "{}",
                        "digest",
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        true,
                        List.of("a", "b c"),
                        elsewhere("c"),
                        elsewhere("r")),
                new Host.Seated(desk, 1, 2, counters, books),
                new Host.Recall("id", random.nextLong(), elsewhere("c"), elsewhere("r")),
                new Host.Stands(elsewhere("host"), desk, books, 1, 2),
                new Host.HasEnded(elsewhere("host"), Optional.of("model"), "a sentence"),
                new Host.Absent(elsewhere("host")),
                new Host.Withdraw("id", random.nextLong()),
                new Door.Knock("h:1", Versions.own(), elsewhere("r")),
                new Door.Refused("because"),
                new NodeView("h:1", "http://h:2", 3, 2, "plain", Versions.own(), elsewhere("host")));
        for (Object message : messages) {
            assertEquals(message, copy(message));
        }
        double[] nodes = random.doubles(17).toArray();
        nodes[3] = -0.0;
        nodes[4] = Double.MIN_VALUE;
        nodes[5] = Double.NaN;
        Report.Evaluated evaluated = (Report.Evaluated) copy(new Report.Evaluated(1, 2, nodes));
        assertArrayEquals(bits(nodes), bits(evaluated.nodes()));
    }

    @Test
    void shouldUnderstandAKnockThatSaysMore() throws Exception {
        // What a later version may add must not keep this one from refusing it with a sentence.
        Door.Knock knock = new Door.Knock("h:1", Versions.own(), elsewhere("r"));
        Serializer serializer = serialization.findSerializerFor(knock);
        byte[] bytes = serialization.serialize(knock).get();
        ObjectMapper cbor = new CBORMapper();
        ObjectNode tree = (ObjectNode) cbor.readTree(bytes);
        tree.put("mood", "good");

        Object read = serialization
                .deserialize(
                        cbor.writeValueAsBytes(tree),
                        serializer.identifier(),
                        Serializers.manifestFor(serializer, knock))
                .get();

        assertEquals(knock, read);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static <T> ActorRef<T> elsewhere(String name) {
        return ActorRefResolver.get(node.system())
                .resolveActorRef("akka://evenkeel@127.0.0.1:1/system/" + name + "#12");
    }

    private static Object copy(Object message) throws Exception {
        Serializer serializer = serialization.findSerializerFor(message);
        return serialization
                .deserialize(
                        serialization.serialize(message).get(),
                        serializer.identifier(),
                        Serializers.manifestFor(serializer, message))
                .get();
    }
}
