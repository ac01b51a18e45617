package dev.evenkeel.http;

import static akka.http.javadsl.server.PathMatchers.remaining;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.cluster.files.FileAnswer;
import dev.evenkeel.cluster.files.RunArchive;
import dev.evenkeel.cluster.jobs.JobRecord;
import dev.evenkeel.cluster.jobs.JobRefusedException;
import dev.evenkeel.cluster.jobs.JobService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import scala.concurrent.duration.FiniteDuration;

/** What a node's API takes and gives, path by path. */
final class JobRoutes extends AllDirectives {
    private static final Duration BODY = Duration.ofSeconds(10);

    /** Longer than the longest wait behind any answer: a node may have to read a whole data set to check a job. */
    private static final FiniteDuration ANSWER = FiniteDuration.create(75, "s");

    private static final List<String> SUBMISSION =
            List.of("min-workers", "max-workers", "data", "submission", "resume");

    private final JobService jobs;
    private final RunArchive runs;
    private final Supplier<CompletionStage<List<NodeStatus>>> nodes;
    private final LiveMetrics live;
    private final Materializer materializer;

    JobRoutes(
            JobService jobs,
            RunArchive runs,
            Supplier<CompletionStage<List<NodeStatus>>> nodes,
            Materializer materializer) {
        this.jobs = jobs;
        this.runs = runs;
        this.nodes = nodes;
        this.live = new LiveMetrics(jobs, runs);
        this.materializer = materializer;
    }

    Route routes() {
        Route api = pathPrefix(
                segment("api"),
                () -> concat(
                        path(segment("nodes"), () -> get(() -> json(nodes.get(), up -> list(up, NodeStatus::toJson)))),
                        pathPrefix(segment("jobs"), this::jobs)));
        return withRequestTimeout(
                ANSWER,
                request -> Errors.of(503, "the cluster gave no answer within " + ANSWER.toSeconds() + " s: try again"),
                () -> Errors.handled(extractRequest(request -> isForeign(request)
                        ? complete(Errors.of(
                                403, "a page of another site may not speak to a node: its Origin is not the node's"))
                        : api)));
    }

    /** A browser lets any page post to any address, also to loopback; it says then which page it was. */
    private static boolean isForeign(HttpRequest request) {
        String own = request.getHeader(Host.class)
                .map(host -> host.host().address() + (host.port() == 0 ? "" : ":" + host.port()))
                .orElse("");
        return request.getHeader("Origin")
                .filter(origin -> !origin.value().equals("http://" + own))
                .isPresent();
    }

    private Route jobs() {
        return concat(
                pathEnd(() -> concat(
                        get(() -> json(
                                jobs.jobs(),
                                all -> list(all, job -> job.status().toJson()))),
                        post(() -> parameterMultiMap(query -> extractRequest(request -> submit(query, request)))))),
                pathPrefix(segment(), this::job));
    }

    private Route job(String id) {
        return concat(
                pathEnd(() -> get(() -> json(jobs.job(id), this::status))),
                path(
                        "metrics",
                        () -> get(() ->
                                parameterMultiMap(query -> extractRequest(request -> metrics(id, query, request))))),
                path("logs", () -> get(() -> completeWithFuture(jobs.job(id).thenCompose(live::logs)))),
                path("stop", () -> post(() -> json(jobs.stop(id), JobRoutes::id))),
                path("model", () -> get(() -> completeWithFuture(jobs.job(id).thenCompose(this::model)))),
                path("files", () -> get(() -> json(files(id), files -> list(files, JobRoutes::file)))),
                path(
                        segment("files").slash(remaining()),
                        name -> get(() -> completeWithFuture(jobs.job(id)
                                .thenCompose(job -> file(job, name, ContentTypes.APPLICATION_OCTET_STREAM))))));
    }

    private ObjectNode status(JobRecord job) {
        ObjectNode json = job.status().toJson();
        if (job.state() == JobState.RUNNING) {
            jobs.coordinator().ifPresent(node -> json.put("coordinator", node));
        }
        return json;
    }

    private Route submit(Map<String, List<String>> parameters, HttpRequest request) {
        Query query = new Query(parameters, SUBMISSION);
        var data = query.text("data", "[0-9a-f]{64}", "the SHA-256 of a data set, 64 hex digits");
        var min = query.whole("min-workers", 1);
        var max = query.whole("max-workers", 1);
        String submission = query.text("submission", "[A-Za-z0-9-]{1,64}", "a name of letters, digits and hyphens")
                .orElseGet(() -> UUID.randomUUID().toString());
        var resume = query.text("resume", "[A-Za-z0-9][A-Za-z0-9._-]{0,127}", "the id of a job");
        return completeWithFuture(request.entity()
                .withSizeLimit(JobService.LARGEST_JOB)
                .toStrict(BODY.toMillis(), materializer)
                .thenCompose(body -> jobs.submit(
                        new JobService.Submission(body.getData().utf8String(), data, min, max, submission, resume)))
                .thenApply(id -> Answers.created(id(id), "/api/jobs/" + id)));
    }

    private Route metrics(String id, Map<String, List<String>> parameters, HttpRequest request) {
        int from = new Query(parameters, List.of("from")).whole("from", 0).orElse(0);
        boolean stream = StreamSupport.stream(request.getHeaders().spliterator(), false)
                .anyMatch(header -> header.is("accept") && header.value().contains("text/event-stream"));
        return completeWithFuture(jobs.job(id)
                .thenCompose(job -> stream
                        ? CompletableFuture.completedStage(Answers.stream(Answers.EVENTS, live.events(id, from)))
                        : live.lines(job, from)));
    }

    private CompletionStage<HttpResponse> model(JobRecord job) {
        if (job.state() != JobState.SUCCEEDED) {
            throw new JobRefusedException(
                    409,
                    "job " + job.id() + " has no model: it is " + job.state() + " ("
                            + job.status().reason() + ")");
        }
        return file(job, "model.safetensors", ContentTypes.APPLICATION_OCTET_STREAM);
    }

    private CompletionStage<List<FileAnswer.Entry>> files(String id) {
        return jobs.job(id).thenCompose(job -> runs.files(id)
                .thenApply(files -> files.orElseThrow(() -> nowhere(job, "run directory"))));
    }

    private CompletionStage<HttpResponse> file(JobRecord job, String name, ContentType type) {
        return runs.read(job.id(), name, 0).thenApply(first -> {
            if (first instanceof FileAnswer.Chunk chunk) {
                return Answers.stream(type, chunk.size(), runs.bytes(job.id(), name, chunk));
            }
            if (first instanceof FileAnswer.Unreadable unreadable) {
                throw new JobRefusedException(503, unreadable.sentence());
            }
            throw nowhere(job, name);
        });
    }

    private static JobRefusedException nowhere(JobRecord job, String what) {
        return new JobRefusedException(
                404,
                "no node that is up has the " + what + " of job " + job.id() + ", which is " + job.state() + " ("
                        + job.status().reason() + ")");
    }

    private <T> Route json(CompletionStage<T> asked, Function<T, JsonNode> how) {
        return completeWithFuture(asked.thenApply(answer -> Answers.json(how.apply(answer))));
    }

    private static <T> ArrayNode list(List<T> items, Function<T, JsonNode> how) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> list.add(how.apply(item)));
        return list;
    }

    private static JsonNode id(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    private static JsonNode file(FileAnswer.Entry file) {
        return JsonNodeFactory.instance.objectNode().put("name", file.name()).put("size", file.size());
    }
}
