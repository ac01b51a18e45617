package dev.evenkeel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven through chromedriver by the WebDriver protocol. It listens on the loopback interface and
 * writes to the given folder only.
 */
public final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String address;
    private final String session;

    private Browser(Process driver, String address, Path folder) throws IOException, InterruptedException {
        this.driver = driver;
        this.address = address;
        awaitDriver();
        ObjectNode always = JsonNodeFactory.instance.objectNode();
        always.putObject("goog:loggingPrefs").put("browser", "ALL").put("performance", "ALL");
        var arguments = always.putObject("goog:chromeOptions").putArray("args");
        Stream.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"))
                .forEach(arguments::add);
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        wish.putObject("capabilities").set("alwaysMatch", always);
        session = "/session/" + post("/session", wish).get("sessionId").textValue();
    }

    /** Whether there is one on this machine. */
    public static boolean isInstalled() {
        return onPath("chromedriver").isPresent() && onPath("chromium").isPresent();
    }

    public static Browser start(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("chromedriver.log");
        Process driver = new ProcessBuilder(onPath("chromedriver").orElseThrow().toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new Browser(driver, "http://127.0.0.1:" + port(driver, log), folder);
        } catch (IOException | RuntimeException failed) {
            driver.destroyForcibly();
            throw failed;
        }
    }

    /** Opens a file, in a window as wide as given, as a reader with light or dark settings sees it. */
    public void open(Path page, int width, boolean dark) throws IOException, InterruptedException {
        ObjectNode metrics = JsonNodeFactory.instance.objectNode();
        metrics.put("width", width)
                .put("height", 900)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        command("Emulation.setDeviceMetricsOverride", metrics);
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        command("Emulation.setEmulatedMedia", media);
        ObjectNode url =
                JsonNodeFactory.instance.objectNode().put("url", page.toUri().toString());
        post(session + "/url", url);
    }

    /** What a function's body returns. */
    public JsonNode run(String script) throws IOException, InterruptedException {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("script", script);
        call.putArray("args");
        return post(session + "/execute/sync", call);
    }

    /** Everything on the console since the last time. */
    public List<String> console() throws IOException, InterruptedException {
        return log("browser").map(entry -> entry.get("message").textValue()).toList();
    }

    /** Every address that was asked for since the last time, those of the browser's own pages aside. */
    public List<String> requests() throws IOException, InterruptedException {
        return log("performance")
                .map(entry -> message(entry.get("message").textValue()))
                .filter(message -> message.get("method").textValue().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url").textValue())
                .filter(url -> !url.startsWith("chrome://"))
                .toList();
    }

    private static JsonNode message(String text) {
        try {
            return JSON.readTree(text).get("message");
        } catch (IOException notJson) {
            throw new IllegalStateException(text, notJson);
        }
    }

    private Stream<JsonNode> log(String type) throws IOException, InterruptedException {
        return post(session + "/se/log", JsonNodeFactory.instance.objectNode().put("type", type))
                .valueStream();
    }

    private void command(String name, ObjectNode parameters) throws IOException, InterruptedException {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("cmd", name);
        call.set("params", parameters);
        post(session + "/goog/cdp/execute", call);
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json"));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        String answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString())
                .body();
        JsonNode value = JSON.readTree(answer).get("value");
        if (value.has("error")) {
            throw new IOException(value.toString());
        }
        return value;
    }

    private void awaitDriver() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                send(HttpRequest.newBuilder(URI.create(address + "/status")).GET());
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("chromedriver does not answer");
    }

    private static String port(Process driver, Path log) throws IOException, InterruptedException {
        String told = ".*started successfully on port (\\d+).*";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && driver.isAlive()) {
            Optional<String> line = Files.readAllLines(log).stream()
                    .filter(text -> text.matches(told))
                    .findFirst();
            if (line.isPresent()) {
                return line.get().replaceFirst(told, "$1");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("chromedriver did not start: " + Files.readString(log));
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        try {
            send(HttpRequest.newBuilder(URI.create(address + session)).DELETE());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
        }
    }
}
