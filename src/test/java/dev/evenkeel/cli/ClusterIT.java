package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.Waiting;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import dev.evenkeel.run.Sha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three node processes, and everything that a user does with them from outside. */
@TestMethodOrder(OrderAnnotation.class)
class ClusterIT {
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    static Path folder;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    private static Path job;
    private static String fingerprint;
    private static final List<String> URLS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        job = new Jobs(folder).write(Jobs.SMALL);
        nodes.addAll(2, 2, 2);
        URLS.addAll(nodes.urls());
        fingerprint = lastLine(evenkeel("train", job, "--workers", 1, "--run-dir", folder.resolve("local")));
        assertTrue(fingerprint.matches("fingerprint sha256:[0-9a-f]{64}"), fingerprint);
    }

    private static Distribution.Ended evenkeel(Object... arguments) throws Exception {
        return Distribution.run().in(folder).start(arguments);
    }

    private static String lastLine(Distribution.Ended ended) {
        List<String> lines = ended.out().lines().toList();
        return lines.isEmpty() ? ended.err() : lines.get(lines.size() - 1);
    }

    private static String urls() {
        return String.join(",", URLS);
    }

    @Test
    @Order(1)
    void shouldTrainASubmittedJobToTheModelOfOneJvm() throws Exception {
        Distribution.Ended submit = evenkeel("submit", job, "--min-workers", 5, "--address", NOBODY + "," + urls());

        assertEquals(0, submit.status(), submit.err());
        assertEquals("", submit.err());
        List<String> lines = submit.out().lines().toList();
        assertTrue(lines.get(0).matches("job small-\\d{8}-\\d{6}(-\\d+)?"), lines.get(0));
        String id = lines.get(0).substring(4);
        assertTrue(submit.out().contains("\nruns with 6 workers: 2 on 127.0.0.1:"), submit.out());
        assertTrue(submit.out().contains("\nepoch 2/2  train loss "), submit.out());
        assertEquals(fingerprint, lines.get(lines.size() - 1));

        for (String url : URLS) {
            Path run = folder.resolve("fetched-" + URLS.indexOf(url));
            assertEquals(fingerprint, lastLine(evenkeel("fetch", id, "--to", run, "--address", url)));
            assertEquals(fingerprint, "fingerprint sha256:" + Sha256.of(run.resolve("model.safetensors")));
            assertEquals(0, evenkeel("audit", run).status());
        }
        Distribution.Ended diff = evenkeel("diff", folder.resolve("local"), folder.resolve("fetched-0"));
        assertEquals("job     same\ndata    same\nstep    same\ntensor  same\n", diff.out());
        assertTrue(evenkeel("status", id, "--address", URLS.get(2)).out().contains("\nstate        SUCCEEDED\n"));
        assertTrue(evenkeel("jobs", "--address", URLS.get(1)).out().contains("  " + id + "  "));
    }

    @Test
    @Order(2)
    void shouldKeepBooksOnEveryNodeAndModelsOnTwo() throws Exception {
        String id = lastLine(evenkeel("submit", job, "--min-workers", 6, "--no-wait", "--address", URLS.get(2)))
                .substring(4);
        assertEquals(
                0, evenkeel("logs", id, "--follow", "--address", URLS.get(1)).status());

        int models = 0;
        for (int node = 0; node < 3; node++) {
            Path run = nodes.run(node, id);
            assertTrue(Files.exists(run.resolve("ledger.jsonl")), run.toString());
            models += Files.exists(run.resolve("model.safetensors")) ? 1 : 0;
        }
        assertTrue(models >= 2, models + " models");
    }

    /** As a curl command line does it, and as a Java program does. */
    @Test
    @Order(3)
    void shouldGiveTheSameModelHoweverTheJobIsSubmitted() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI jobs = URI.create(URLS.get(1) + "/api/jobs");
        HttpRequest post = HttpRequest.newBuilder(jobs)
                .POST(BodyPublishers.ofFile(folder.resolve("local/job.json")))
                .build();
        String id = http.send(post, BodyHandlers.ofString()).body().replaceAll("\\{\"id\":\"(.*)\"}\\s*", "$1");
        assertEquals(fingerprint, lastLine(evenkeel("logs", id, "--follow", "--address", URLS.get(0))));
        HttpRequest model = HttpRequest.newBuilder(URI.create(URLS.get(2) + "/api/jobs/" + id + "/model"))
                .build();
        byte[] bytes = http.send(model, BodyHandlers.ofByteArray()).body();
        assertEquals(fingerprint, "fingerprint sha256:" + Sha256.of(bytes));

        try (Evenkeel evenkeel = Evenkeel.connect(urls())) {
            RunOptions options = RunOptions.defaults().in(folder.resolve("from-java"));
            assertEquals(
                    fingerprint,
                    "fingerprint sha256:"
                            + evenkeel.submit(JobReader.read(job, List.of()), options)
                                    .result()
                                    .toCompletableFuture()
                                    .orTimeout(2, TimeUnit.MINUTES)
                                    .join()
                                    .fingerprint());
        }
    }

    @Test
    @Order(4)
    void shouldLeaveTheJobAloneWhenInterrupted() throws Exception {
        Distribution.Running submit =
                Distribution.run().in(folder).launch("submit", job, "--set", "epochs=100000", "--address", URLS.get(0));
        submit.awaitLine("epoch      2/100000.*");
        String id =
                Files.readString(submit.out()).lines().findFirst().orElseThrow().substring(4);

        submit.signal(2);
        Distribution.Ended detached = submit.end();

        assertEquals(130, detached.status());
        assertEquals(
                "evenkeel: detached; job " + id + " goes on, and this follows it again:\n  evenkeel logs " + id
                        + " --follow --address " + URLS.get(0) + "\n",
                detached.err());
        assertEquals(0, evenkeel("stop", id, "--address", URLS.get(2)).status());
        Distribution.Ended followed = evenkeel("logs", id, "--follow", "--address", URLS.get(1));
        assertEquals(1, followed.status());
        assertTrue(
                followed.err()
                        .matches("evenkeel: job " + id + ": stopped as asked, after step \\d+, with a checkpoint\n"),
                followed.err());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        List.of("submit", "small.conf", "--set", "epoch=3"), "--set epoch=3: epoch is not a known key"),
                Arguments.of(
                        List.of("submit", "small.conf", "--set", "layers=[{type=dense,units=3}]"),
                        "--set layers=[{type=dense,units=3}]: layers[0]: dense with 3 units cannot end a network"),
                Arguments.of(
                        List.of("submit", "small.conf", "--set", "data={type=idx,path=nowhere}"),
                        "data.path \"nowhere\" is in no data root (the node has none: start it with --data-root DIR)"),
                Arguments.of(
                        List.of("submit", "small.conf", "--min-workers", "3", "--max-workers", "2"),
                        "min-workers must be 1 or more and max-workers no fewer, but they are 3 and 2"),
                Arguments.of(List.of("status", "nothing"), "there is no job nothing"),
                Arguments.of(List.of("stop", "nothing"), "there is no job nothing"),
                Arguments.of(List.of("logs", "nothing", "--follow"), "there is no job nothing"),
                Arguments.of(List.of("fetch", "nothing", "--to", "empty"), "there is no job nothing"),
                Arguments.of(
                        List.of("fetch", "nothing", "--to", "."), "--to . holds files: it must be a new directory"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @Order(5)
    void shouldRefuseInOneLine(List<String> command, String sentence) throws Exception {
        List<Object> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--address", URLS.get(1)));

        Distribution.Ended refused = evenkeel(arguments.toArray());

        assertEquals(2, refused.status(), refused.err());
        assertEquals("", refused.out());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().startsWith("evenkeel: ") && refused.err().contains(sentence), refused.err());
    }

    @Test
    @Order(6)
    void shouldSayWhichAddressesDoNotAnswer() throws Exception {
        Distribution.Ended refused = evenkeel("jobs", "--address", NOBODY);

        assertEquals(2, refused.status());
        assertEquals("evenkeel: no node answers: " + NOBODY + " refuses the connection\n", refused.err());
        assertTrue(
                evenkeel("jobs", "--address", "localhost:8080")
                        .err()
                        .startsWith(
                                "evenkeel: --address: \"localhost:8080\" is no address of a node: it must be http://host:port"));
    }

    /** The queue is on a majority, so the nodes that stay know it, whoever led. */
    @Test
    @Order(7)
    void shouldKeepTheQueueWhenTheNodeThatLedIsLost() throws Exception {
        String waiting = lastLine(evenkeel("submit", job, "--min-workers", 50, "--no-wait", "--address", urls()))
                .substring(4);

        nodes.kill(0);

        String rest = URLS.get(1) + "," + URLS.get(2);
        awaitOutput("QUEUED.*" + waiting + "  waits for 50 free worker slots: \\d of the cluster's 4 are free", rest);
        assertEquals(0, evenkeel("stop", waiting, "--address", rest).status());
        assertEquals(fingerprint, lastLine(evenkeel("submit", job, "--address", urls())));
    }

    private static void awaitOutput(String pattern, String address) {
        Waiting.until(
                "jobs says " + pattern,
                () -> evenkeel("jobs", "--address", address).out().lines().anyMatch(line -> line.matches(pattern)));
    }
}
