package dev.evenkeel.cluster.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' run directories, of which this one's node was away for a while. */
class RunArchiveTest {
    private static final String JOB = "job-1";

    private final ActorTestKit kit = ActorTestKit.create();

    @TempDir
    private Path here;

    @TempDir
    private Path there;

    private RunArchive archive;

    @BeforeEach
    void start() throws IOException {
        write(here, "ledger.jsonl", "1\n2");
        write(there, "ledger.jsonl", "1\n2\n3\n");
        write(there, "model.safetensors", "weights");
        ActorRef<RunKeeper.Command> keeper = kit.spawn(RunKeeper.create(here));
        kit.spawn(RunKeeper.create(there));
        TestProbe<Receptionist.Listing> listed = kit.createTestProbe();
        kit.system().receptionist().tell(Receptionist.subscribe(RunKeeper.KEY, listed.ref()));
        listed.fishForMessage(
                Duration.ofSeconds(10),
                listing -> listing.getServiceInstances(RunKeeper.KEY).size() == 2
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        archive = new RunArchive(kit.system(), keeper);
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private static void write(Path runs, String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(runs.resolve(JOB)).resolve(name), text);
    }

    private FileAnswer.Chunk read(String name, long offset) throws Exception {
        FileAnswer answer =
                archive.read(JOB, name, offset).toCompletableFuture().get(10, TimeUnit.SECONDS);
        return assertInstanceOf(FileAnswer.Chunk.class, answer);
    }

    @Test
    void shouldGiveTheLongestOfBooksThatGrow() throws Exception {
        FileAnswer.Chunk chunk = read("ledger.jsonl", 0);
        assertEquals("1\n2\n3\n", new String(chunk.bytes(), StandardCharsets.UTF_8));
        assertEquals(6, chunk.size());
        assertEquals("\n3\n", new String(read("ledger.jsonl", 3).bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveWhatIsNotHereFromElsewhere() throws Exception {
        assertEquals("weights", new String(read("model.safetensors", 0).bytes(), StandardCharsets.UTF_8));
        assertEquals(
                List.of("ledger.jsonl", "model.safetensors"),
                archive.files(JOB).toCompletableFuture().get(10, TimeUnit.SECONDS).orElseThrow().stream()
                        .map(FileAnswer.Entry::name)
                        .sorted()
                        .toList());
    }

    @Test
    void shouldSayWhatIsNowhere() throws Exception {
        assertInstanceOf(
                FileAnswer.Absent.class,
                archive.read(JOB, "metrics.jsonl", 0).toCompletableFuture().get(10, TimeUnit.SECONDS));
    }
}
