package dev.evenkeel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.run.Sha256;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The job API as {@code curl} sees it, on three nodes. */
class JobApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        writeRows(outside.resolve("secret.csv"), 40);
        writeRows(root.resolve("rows.csv"), 60);
        Files.createSymbolicLink(root.resolve("way-out.csv"), outside.resolve("secret.csv"));
        cluster = new TestCluster(folder).add(2, root).add(1).add(0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void writeRows(Path file, int rows) throws IOException {
        StringBuilder text = new StringBuilder("a,b,label\n");
        for (int i = 0; i < rows; i++) {
            text.append(i % 7)
                    .append(',')
                    .append(i % 5)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        Files.writeString(file, text);
    }

    private static JobSpec job(String name, int epochs) {
        return JobSpec.builder(name)
                .data(Data.synthetic().shape(1, 1, 6).classes(3).samples(96, 30))
                .layers(Layers.dense(9).bias(false), Layers.batchNorm(), Layers.relu(), Layers.dense(3))
                .batchSize(48)
                .microBatch(8)
                .epochs(epochs)
                .build();
    }

    @Test
    void shouldTrainAPostedJobAndGiveItsModelAtAnyNode() throws Exception {
        HttpResponse<String> posted = post("/api/jobs?min-workers=3&max-workers=3", JobJson.write(job("posted", 3)));
        assertEquals(201, posted.statusCode(), posted.body());
        String id = JSON.readTree(posted.body()).path("id").asText();

        JsonNode ended = awaitEnd(2, id);

        assertEquals("SUCCEEDED", ended.path("state").asText(), ended.toString());
        assertEquals(2, ended.path("workers").size(), ended.toString());
        String fingerprint = ended.path("fingerprint").asText();
        for (int node = 0; node < 3; node++) {
            byte[] model = http.send(request(node, "/api/jobs/" + id + "/model").build(), BodyHandlers.ofByteArray())
                    .body();
            assertEquals(fingerprint, "sha256:" + Sha256.of(model), "node " + node);
            String metrics = get(node, "/api/jobs/" + id + "/metrics").body();
            assertEquals(6 + 6 + 3, metrics.lines().count(), metrics);
            assertEquals(metrics, Files.readString(cluster.run(0, id).resolve("metrics.jsonl")), "node " + node);
        }
        assertEquals("sha256:" + local(job("posted", 3)), fingerprint);
        String logs = get(2, "/api/jobs/" + id + "/logs").body();
        assertTrue(logs.contains("Z  runs with 3 workers: "), logs);
        assertTrue(logs.contains("\nepoch 3/3  train loss "), logs);
        assertTrue(logs.stripTrailing().endsWith("Z  succeeded: fingerprint " + fingerprint), logs);
        assertTrue(Stream.of(JSON.readTree(get(1, "/api/jobs").body()))
                .flatMap(list ->
                        Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get))
                .anyMatch(job -> job.path("id").asText().equals(id)));
    }

    /** A bound of nearly nothing makes every gradient one that explodes; the job ends at the second step. */
    @Test
    void shouldTellInTheLogWhatHealthFound() throws Exception {
        for (String action : List.of("warn", "stop")) {
            ObjectNode json = (ObjectNode) JSON.readTree(JobJson.write(job("judged-" + action, 2)));
            json.withObject("/health/exploding-gradient").put("norm", 1e-12).put("action", action);
            String id = JSON.readTree(post("/api/jobs", json.toString()).body())
                    .path("id")
                    .asText();
            awaitEnd(0, id);

            List<String> logs =
                    get(1, "/api/jobs/" + id + "/logs").body().lines().toList();

            String verdict =
                    "health, step 2: the gradient of layer 1 \\(dense\\) explodes: its norm is [0-9.e-]+, above"
                            + " 1e-12 since step 1, likewise layer 4 \\(dense\\); .*";
            List<String> patterns = action.equals("warn")
                    ? List.of(verdict, "epoch 1/2 .*", "epoch 2/2 .*", ".*Z  succeeded: .*")
                    : List.of(verdict + "; the job stops", ".*Z  step 2: the gradient of layer 1 .*");
            List<String> last = logs.subList(logs.size() - patterns.size(), logs.size());
            for (int i = 0; i < patterns.size(); i++) {
                assertTrue(last.get(i).matches(patterns.get(i)), logs::toString);
            }
            assertEquals(
                    1, logs.stream().filter(line -> line.startsWith("health")).count(), logs::toString);
        }
    }

    @Test
    void shouldStreamAJobToItsEnd() throws Exception {
        String id = submit(job("streamed", 2), 1);
        HttpRequest request = request(2, "/api/jobs/" + id + "/metrics")
                .header("Accept", "text/event-stream")
                .build();

        List<String> lines =
                http.send(request, BodyHandlers.ofString()).body().lines().toList();

        long metrics = lines.stream().filter("event: metrics"::equals).count();
        assertEquals(4 + 4 + 2, metrics, lines.toString());
        List<String> data =
                lines.stream().filter(line -> line.startsWith("data: ")).toList();
        JsonNode last = JSON.readTree(data.get(data.size() - 1).substring(6));
        assertEquals("SUCCEEDED", last.path("state").asText());
        HttpRequest later = request(1, "/api/jobs/" + id + "/metrics?from=9")
                .header("Accept", "text/event-stream")
                .build();
        String rest = http.send(later, BodyHandlers.ofString()).body();
        assertEquals(1, rest.lines().filter("event: metrics"::equals).count(), rest);
    }

    @Test
    void shouldListTheNodes() throws Exception {
        for (int node = 0; node < 3; node++) {
            JsonNode nodes = JSON.readTree(get(node, "/api/nodes").body());
            assertEquals(3, nodes.size(), nodes.toString());
            for (JsonNode one : nodes) {
                assertTrue(one.path("http").asText().startsWith("http://127.0.0.1:"), nodes.toString());
            }
            assertEquals(
                    3,
                    nodes.get(0).path("slots").asInt()
                            + nodes.get(1).path("slots").asInt()
                            + nodes.get(2).path("slots").asInt());
        }
    }

    @Test
    void shouldSayWhatAJobWaitsForAndStopItThere() throws Exception {
        String id = submit(job("too-large", 1), 50);

        JsonNode waiting = JSON.readTree(get(1, "/api/jobs/" + id).body());
        assertEquals("QUEUED", waiting.path("state").asText());
        assertTrue(
                waiting.path("reason")
                        .asText()
                        .matches("waits for 50 free worker slots: \\d of the cluster's 3 are free"),
                waiting.toString());
        assertEquals(409, get(0, "/api/jobs/" + id + "/model").statusCode());

        assertEquals(200, post("/api/jobs/" + id + "/stop", "").statusCode());
        assertEquals("STOPPED", awaitEnd(2, id).path("state").asText());
    }

    @Test
    void shouldStopARunningJobBehindACheckpoint() throws Exception {
        String id = submit(job("endless", 1_000_000), 1);
        await(0, id, job -> assertEquals("RUNNING", job.path("state").asText()));

        assertEquals(200, post("/api/jobs/" + id + "/stop", "").statusCode());

        JsonNode ended = awaitEnd(1, id);
        assertEquals("STOPPED", ended.path("state").asText());
        assertTrue(ended.path("reason").asText().matches("stopped as asked, after step \\d+, with a checkpoint"));
        JsonNode files = JSON.readTree(get(2, "/api/jobs/" + id + "/files").body());
        assertTrue(files.toString().contains("checkpoints/step-"), files.toString());
    }

    @Test
    void shouldRefuseAJobThatGrowsTooLargeWithItsDefaults() throws Exception {
        StringBuilder layers = new StringBuilder("{\"type\":\"dense\",\"units\":3}");
        for (int i = 0; i < 1500; i++) {
            layers.append(",{\"type\":\"dense\",\"units\":3}");
        }
        HttpResponse<String> refused =
                post("/api/jobs", "{\"name\":\"deep\",\"data\":{\"type\":\"digits\"},\"layers\":[" + layers + "]}");

        assertEquals(413, refused.statusCode(), refused.body());
        assertTrue(
                refused.body().contains(" KiB with every default filled in; at most 128 are possible"), refused.body());
    }

    @Test
    void shouldQueueASubmissionThatIsSentTwiceOnce() throws Exception {
        String path = "/api/jobs?min-workers=60&submission=once";
        String first = post(path, JobJson.write(job("twice", 1))).body();

        assertEquals(first, post(path, JobJson.write(job("twice", 1))).body());

        post("/api/jobs/" + JSON.readTree(first).path("id").asText() + "/stop", "");
    }

    @Test
    void shouldReadDataOfAnotherNode() throws Exception {
        JobSpec spec = job("rows", 2).toBuilder()
                .data(Data.csv("rows.csv").header(true).label("label"))
                .layers(Layers.dense(4), Layers.relu(), Layers.dense(2))
                .build();

        JsonNode ended = awaitEnd(1, submit(spec, 3));

        assertEquals("SUCCEEDED", ended.path("state").asText(), ended.toString());
        try (Stream<Path> copies = Files.list(cluster.state(1).resolve("data"))) {
            Path copy = copies.findFirst().orElseThrow();
            assertEquals(Files.readString(folder.resolve("root/rows.csv")), Files.readString(copy.resolve("data.csv")));
        }
    }

    static Stream<Arguments> wrongJobs() {
        return Stream.of(
                Arguments.of(set("include", "other.conf"), "include is not a known key"),
                Arguments.of(
                        set("epochs", "${EPOCHS}"),
                        "epochs must be a whole number of at least 1, but is \"${EPOCHS}\""),
                Arguments.of(set("epoch", "3"), "epoch is not a known key: did you mean epochs?"),
                Arguments.of("include \"other.conf\"", "not JSON: line 1, column "),
                Arguments.of("", "not JSON: the text is empty"),
                Arguments.of("{} {}", "something follows the job"),
                Arguments.of(data("csv", "../outside/secret.csv"), "leads out of the data roots by \"..\""),
                Arguments.of(data("csv", "/etc/passwd"), "is outside of the data roots"),
                Arguments.of(data("csv", "way-out.csv"), "leads out of the data roots by a symbolic link"),
                Arguments.of(data("idx", "nowhere"), "data.path \"nowhere\" is in no data root"),
                Arguments.of(
                        JobJson.write(job("narrow", 1)).replace("\"units\" : 3", "\"units\" : 4"),
                        "layers[3]: dense with 4 units cannot end a network for data with 3 classes: it must have 3 units"));
    }

    private static String set(String key, String value) {
        return tree().put(key, value).toString();
    }

    private static String data(String type, String path) {
        ObjectNode job = tree();
        job.putObject("data").put("type", type).put("path", path);
        return job.toString();
    }

    private static ObjectNode tree() {
        try {
            return (ObjectNode) JSON.readTree(JobJson.write(job("wrong", 1)));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongJobs")
    void shouldRefuseAWrongJobWithASentence(String body, String sentence) throws Exception {
        HttpResponse<String> refused = post("/api/jobs", body);

        assertEquals(400, refused.statusCode(), refused.body());
        String error = JSON.readTree(refused.body()).path("error").asText();
        assertTrue(error.contains(sentence), error);
        assertEquals(1, error.lines().count(), error);
    }

    static Stream<Arguments> wrongRequests() {
        String none = "/api/jobs/none-20260101-000000";
        return Stream.of(
                Arguments.of("GET", none, 404, "there is no job none-20260101-000000"),
                Arguments.of("GET", none + "/metrics", 404, "there is no job none-20260101-000000"),
                Arguments.of("GET", none + "/model", 404, "there is no job none-20260101-000000"),
                Arguments.of("GET", none + "/logs", 404, "there is no job none-20260101-000000"),
                Arguments.of("POST", none + "/stop", 404, "there is no job none-20260101-000000"),
                Arguments.of("GET", "/api/jobs/..%2F..%2Fetc", 404, "there is no job ../../etc"),
                Arguments.of("GET", "/api/nothing", 404, "there is nothing here"),
                Arguments.of("DELETE", "/api/jobs", 405, "this address takes "),
                Arguments.of("POST", "/api/jobs?workers=3", 400, "there is no parameter \"workers\" here"),
                Arguments.of(
                        "POST",
                        "/api/jobs?min-workers=x",
                        400,
                        "min-workers must be a whole number of 1 or more, but is \"x\""),
                Arguments.of(
                        "POST",
                        "/api/jobs?min-workers=4&max-workers=2",
                        400,
                        "max-workers no fewer, but they are 4 and 2"),
                Arguments.of("POST", "/api/jobs?data=" + "0".repeat(64), 400, "holds other data (sha256:"));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void shouldAnswerAWrongRequestWithASentence(String method, String path, int status, String sentence)
            throws Exception {
        HttpRequest request = request(2, path)
                .method(method, BodyPublishers.ofString(JobJson.write(job("right", 1))))
                .build();

        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

        assertEquals(status, answer.statusCode(), answer.body());
        String error = JSON.readTree(answer.body()).path("error").asText();
        assertTrue(error.contains(sentence), error);
    }

    /** {@link HttpClient} may send no such header, so by hand. */
    @Test
    void shouldRefuseThePagesOfOtherSites() throws Exception {
        URI node = URI.create(cluster.url(0));
        String stop = "POST /api/jobs/any/stop HTTP/1.1\r\nHost: " + node.getAuthority()
                + "\r\nConnection: close\r\nContent-Length: 0\r\nOrigin: http://";
        for (String origin : List.of("evil.example", node.getAuthority())) {
            try (Socket socket = new Socket(node.getHost(), node.getPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write((stop + origin + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 " + (origin.startsWith("evil") ? 403 : 404)), answer);
            }
        }
    }

    @Test
    void shouldRefuseAnOversizedBodyAndGoOn() throws Exception {
        HttpResponse<String> refused = post("/api/jobs", " ".repeat(200_000));

        assertEquals(413, refused.statusCode(), refused.body());
        assertEquals(
                "the body is larger than any job: a job has at most 128 KiB",
                JSON.readTree(refused.body()).path("error").asText());
        assertEquals(200, get(0, "/api/jobs").statusCode());
    }

    /** It is its own majority, and knows of nothing: another one may do better. */
    @Test
    void shouldDenyNoJobBeforeItHasJoined() throws Exception {
        try (TestCluster alone = new TestCluster(folder.resolve("alone")).start(1)) {
            for (String path : List.of("/api/jobs/any", "/api/jobs/any/metrics", "/api/jobs")) {
                URI there = URI.create(alone.url(0) + path);
                HttpResponse<String> answer =
                        http.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofString());
                assertEquals(503, answer.statusCode(), answer.body());
                assertEquals(
                        "this node has not joined the cluster yet: try again",
                        JSON.readTree(answer.body()).path("error").asText());
            }
        }
    }

    private static String local(JobSpec job) {
        return LocalRuns.train(1, job, RunOptions.defaults().in(folder.resolve("local-" + job.name())))
                .fingerprint();
    }

    private String submit(JobSpec job, int min) throws Exception {
        HttpResponse<String> posted = post("/api/jobs?min-workers=" + min, JobJson.write(job));
        assertEquals(201, posted.statusCode(), posted.body());
        return JSON.readTree(posted.body()).path("id").asText();
    }

    private JsonNode awaitEnd(int node, String id) throws Exception {
        return await(
                node,
                id,
                job -> assertTrue(job.path("state").asText().matches("SUCCEEDED|FAILED|STOPPED"), job.toString()));
    }

    private JsonNode await(int node, String id, Consumer<JsonNode> check) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            JsonNode job = JSON.readTree(get(node, "/api/jobs/" + id).body());
            try {
                check.accept(job);
                return job;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > until) {
                    throw notYet;
                }
                Thread.sleep(50);
            }
        }
    }

    private HttpResponse<String> get(int node, String path) throws Exception {
        return http.send(request(node, path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(request(1, path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int node, String path) {
        return HttpRequest.newBuilder(URI.create(cluster.url(node) + path)).timeout(Duration.ofSeconds(60));
    }
}
