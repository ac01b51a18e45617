package dev.evenkeel.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to whichever node answers. A request is tried at every address once, the one that answered last first; an answer of
 * {@code 503} counts as none, since another node may do better.
 */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** Longer than any wait of a node for the others. */
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private static final Duration DOWNLOAD = Duration.ofMinutes(30);
    private static final int UNAVAILABLE = 503;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Addresses addresses;
    private volatile int first;

    Http(Addresses addresses) {
        this.addresses = addresses;
    }

    Addresses addresses() {
        return addresses;
    }

    JsonNode get(String path) {
        return json(send(HttpRequest.newBuilder().GET(), path, BodyHandlers.ofString(), ANSWER));
    }

    String text(String path) {
        return send(HttpRequest.newBuilder().GET(), path, BodyHandlers.ofString(), ANSWER);
    }

    JsonNode post(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return json(send(request, path, BodyHandlers.ofString(), ANSWER));
    }

    /** Downloads beside the file first, so that it is there as a whole or not at all. */
    void download(String path, Path to) {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            send(HttpRequest.newBuilder().GET(), path, BodyHandlers.ofFile(part), DOWNLOAD);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + to + ": " + failed.getMessage(), failed);
        } finally {
            delete(part);
        }
    }

    /** A stream of events; the caller reads it and closes it. */
    InputStream open(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().header("Accept", "text/event-stream").GET();
        return send(request, path, BodyHandlers.ofInputStream(), ANSWER);
    }

    private <T> T send(HttpRequest.Builder request, String path, BodyHandler<T> handler, Duration patience) {
        List<String> failures = new ArrayList<>();
        Optional<RefusedException> busy = Optional.empty();
        int begin = first;
        for (int i = 0; i < addresses.nodes().size(); i++) {
            int at = (begin + i) % addresses.nodes().size();
            URI node = addresses.nodes().get(at);
            try {
                T answer = send(node, request, path, handler, patience);
                first = at;
                return answer;
            } catch (RefusedException refused) {
                if (refused.status() != UNAVAILABLE) {
                    throw refused;
                }
                busy = Optional.of(refused);
            } catch (IOException failed) {
                failures.add(node + " " + reason(failed, patience));
            }
        }
        throw busy.<RuntimeException>map(refused -> refused)
                .orElseGet(() -> new UnreachableException("no node answers: " + String.join("; ", failures)));
    }

    private <T> T send(URI node, HttpRequest.Builder request, String path, BodyHandler<T> handler, Duration patience)
            throws IOException {
        HttpRequest located = request.copy().uri(URI.create(node + path)).build();
        CompletableFuture<HttpResponse<Answer<T>>> sent = client.sendAsync(located, Answer.handler(handler));
        try {
            HttpResponse<Answer<T>> response = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return response.body()
                    .body()
                    .orElseThrow(
                            () -> refusal(response.statusCode(), response.body().error()));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        } catch (TimeoutException late) {
            sent.cancel(true);
            throw new HttpTimeoutException("no answer within " + patience.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The body of an answer that says yes, or the text of one that says no. */
    private record Answer<T>(Optional<T> body, String error) {
        static <T> BodyHandler<Answer<T>> handler(BodyHandler<T> yes) {
            return info -> info.statusCode() / 100 == 2
                    ? BodySubscribers.mapping(yes.apply(info), body -> new Answer<>(Optional.of(body), ""))
                    : BodySubscribers.mapping(
                            BodySubscribers.ofString(StandardCharsets.UTF_8),
                            text -> new Answer<T>(Optional.empty(), text));
        }
    }

    private static RefusedException refusal(int status, String text) {
        try {
            return new RefusedException(
                    status, JSON.readTree(text).path("error").asText(text));
        } catch (JsonProcessingException noJson) {
            return new RefusedException(status, "status " + status + ": " + text.strip());
        }
    }

    private static String reason(IOException failed, Duration patience) {
        if (failed instanceof HttpConnectTimeoutException) {
            return "cannot be reached within " + CONNECT.toSeconds() + " s";
        }
        if (failed instanceof ConnectException || failed.getCause() instanceof ConnectException) {
            return "refuses the connection";
        }
        if (failed instanceof HttpTimeoutException) {
            return "gives no answer within " + patience.toSeconds() + " s";
        }
        return "broke off"
                + Optional.ofNullable(failed.getMessage())
                        .map(why -> " (" + why + ")")
                        .orElse("");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw new UnreachableException("what answers is no node of a cluster: it sends \"" + brief(text) + "\"");
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            // Nobody takes a .part for a file of a run.
        }
    }
}
