package dev.evenkeel.http;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.Pair;
import akka.stream.javadsl.Framing;
import akka.stream.javadsl.FramingTruncation;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.cluster.files.FileAnswer;
import dev.evenkeel.cluster.files.RunArchive;
import dev.evenkeel.cluster.jobs.JobRecord;
import dev.evenkeel.cluster.jobs.JobService;
import dev.evenkeel.run.LogLines;
import dev.evenkeel.run.MetricsJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A job's metrics, read from whichever node has them: as they are now, or live until the job has ended. Live means to look
 * again: a file that grows on another node tells nobody.
 */
final class LiveMetrics {
    private static final String METRICS = "metrics.jsonl";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    /** So that who listens can tell a quiet job from a node that is gone. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private static final int LONGEST_LINE = 1 << 20;

    private final JobService jobs;
    private final RunArchive runs;

    LiveMetrics(JobService jobs, RunArchive runs) {
        this.jobs = jobs;
        this.runs = runs;
    }

    /** All lines so far, from that one on. */
    CompletionStage<HttpResponse> lines(JobRecord job, int from) {
        return all(job.id())
                .thenApply(lines -> Answers.stream(
                        Answers.JSON_LINES, lines.drop(from).map(line -> line.concat(ByteString.fromString("\n")))));
    }

    /** What happened to a job, a line each: its notes, and between start and end a line for every epoch and verdict. */
    CompletionStage<HttpResponse> logs(JobRecord job) {
        List<JobRecord.Note> notes = job.notes();
        int last = job.state().ended() ? notes.size() - 1 : notes.size();
        int epochs = job.status().size().epochs();
        return all(job.id())
                .thenApply(lines -> Answers.stream(
                        ContentTypes.TEXT_PLAIN_UTF8,
                        Source.from(notes.subList(0, last))
                                .map(LiveMetrics::text)
                                .concat(lines.map(line -> MetricsJson.read(line.toArray()))
                                        .statefulMap(
                                                () -> new LogLines(epochs),
                                                (log, line) -> Pair.create(log, log.add(line)),
                                                log -> Optional.of(log.end()))
                                        .mapConcat(told -> told))
                                .concat(Source.from(notes.subList(last, notes.size()))
                                        .map(LiveMetrics::text))
                                .map(line -> ByteString.fromString(line + "\n"))));
    }

    private static String text(JobRecord.Note note) {
        return note.time() + "  " + note.text();
    }

    /** A job without metrics has no lines. */
    private CompletionStage<Source<ByteString, NotUsed>> all(String id) {
        return runs.read(id, METRICS, 0)
                .thenApply(first -> first instanceof FileAnswer.Chunk chunk
                        ? runs.bytes(id, METRICS, chunk)
                                .via(Framing.delimiter(
                                        ByteString.fromString("\n"), LONGEST_LINE, FramingTruncation.ALLOW))
                                .filter(line -> line.last() == '}')
                        : Source.empty());
    }

    /**
     * Server-sent events: {@code metrics} for every line from that one on, {@code status} whenever the job has changed, and as
     * the last of all when it has ended.
     */
    Source<ByteString, NotUsed> events(String id, int from) {
        return Source.unfoldAsync(new Position(0, ByteString.emptyByteString(), from, "", false), at -> next(id, at))
                .filter(ByteString::nonEmpty)
                .keepAlive(SIGN_OF_LIFE, () -> ByteString.fromString(":\n\n"));
    }

    /**
     * How far a stream has come.
     *
     * @param offset in the file
     * @param torn what was read of a line that is not yet whole
     * @param skip lines that the listener has already
     * @param told the last status
     */
    private record Position(long offset, ByteString torn, int skip, String told, boolean ended) {}

    /** The job's state is looked at before its metrics: once it has ended, they are whole. */
    private CompletionStage<Optional<Pair<Position, ByteString>>> next(String id, Position at) {
        if (at.ended()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return jobs.job(id)
                .thenCompose(job -> runs.read(id, METRICS, at.offset()).thenCompose(read -> {
                    boolean more = read instanceof FileAnswer.Chunk chunk && chunk.bytes().length > 0;
                    if (more) {
                        return CompletableFuture.completedFuture(
                                Optional.of(lines(at, ((FileAnswer.Chunk) read).bytes(), job.status())));
                    }
                    Pair<Position, ByteString> status = status(at, job.status());
                    return status.second().nonEmpty()
                            ? CompletableFuture.completedFuture(Optional.of(status))
                            : CompletableFuture.supplyAsync(() -> Optional.of(status), later());
                }));
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Pair<Position, ByteString> lines(Position at, byte[] bytes, JobStatus status) {
        Pair<Position, ByteString> told =
                status.state().ended() ? Pair.create(at, ByteString.emptyByteString()) : status(at, status);
        ByteString text = at.torn().concat(ByteString.fromArray(bytes));
        StringBuilder events = new StringBuilder(told.second().utf8String());
        int skip = at.skip();
        int begin = 0;
        for (int end = text.indexOf((byte) '\n'); end >= 0; end = text.indexOf((byte) '\n', begin)) {
            if (skip > 0) {
                skip--;
            } else {
                events.append("event: metrics\ndata: ")
                        .append(text.slice(begin, end).utf8String())
                        .append("\n\n");
            }
            begin = end + 1;
        }
        Position next = new Position(
                at.offset() + bytes.length, text.drop(begin), skip, told.first().told(), false);
        return Pair.create(next, ByteString.fromString(events.toString()));
    }

    private static Pair<Position, ByteString> status(Position at, JobStatus status) {
        String text = Answers.text(status.toJson());
        if (text.equals(at.told())) {
            return Pair.create(at, ByteString.emptyByteString());
        }
        Position next = new Position(
                at.offset(), at.torn(), at.skip(), text, status.state().ended());
        return Pair.create(next, ByteString.fromString("event: status\ndata: " + text + "\n\n"));
    }
}
