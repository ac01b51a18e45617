package dev.evenkeel.client;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.run.MetricsJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A job's metrics as they come, as server-sent events: {@code metrics} with a line, {@code status} with the job whenever it
 * changed, the last of them with the job as it ended. A node that is silent is left for another, which goes on where it ended:
 * the metrics of a job are the same lines on all its nodes.
 */
final class Stream {
    /** A node says something every few seconds, if only that it is there. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** While a cluster puts itself in order after a loss, none of its nodes may have an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final JsonMapper JSON = new JsonMapper();

    private final Http http;
    private final String path;
    private long lines;

    Stream(Http http, String path) {
        this.http = http;
        this.path = path;
    }

    JobStatus follow(Follower follower) {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "evenkeel-silence");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long lost = System.nanoTime();
            while (true) {
                long before = lines;
                Optional<JobStatus> ended = attempt(follower, watch);
                if (ended.isPresent()) {
                    return ended.get();
                }
                lost = lines > before ? System.nanoTime() : lost;
                if (System.nanoTime() - lost > PATIENCE.toNanos()) {
                    throw new UnreachableException("lost the job for " + PATIENCE.toSeconds() + " s: no node of "
                            + http.addresses() + " tells how it goes on");
                }
                pause();
            }
        } finally {
            watch.shutdownNow();
        }
    }

    /** Reads until the job has ended, or the node is gone. */
    private Optional<JobStatus> attempt(Follower follower, ScheduledExecutorService watch) {
        try (InputStream in = http.open(path + "?from=" + lines)) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String event = "";
            while (true) {
                Optional<String> line = readWithin(reader, in, watch);
                if (line.isEmpty()) {
                    return Optional.empty();
                }
                String text = line.get();
                if (text.startsWith("event:")) {
                    event = text.substring(6).strip();
                } else if (text.startsWith("data:")) {
                    Optional<JobStatus> status = take(event, text.substring(5).strip(), follower);
                    if (status.isPresent() && status.get().state().ended()) {
                        return status;
                    }
                }
            }
        } catch (IOException | UnreachableException gone) {
            return Optional.empty();
        } catch (RefusedException refused) {
            if (refused.status() < 500) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private Optional<JobStatus> take(String event, String data, Follower follower) throws IOException {
        if (event.equals("metrics")) {
            lines++;
            follower.metrics(MetricsJson.read(data.getBytes(StandardCharsets.UTF_8)));
        } else if (event.equals("status")) {
            JobStatus status = JobStatus.of(JSON.readTree(data));
            follower.status(status);
            return Optional.of(status);
        }
        return Optional.empty();
    }

    private static Optional<String> readWithin(BufferedReader reader, InputStream in, ScheduledExecutorService watch)
            throws IOException {
        var alarm = watch.schedule(() -> close(in), SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return Optional.ofNullable(reader.readLine());
        } finally {
            alarm.cancel(false);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException closed) {
            // Whoever reads from it notices.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted");
        }
    }
}
