package dev.evenkeel.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.scaladsl.model.EntityStreamSizeException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.evenkeel.cluster.jobs.JobRefusedException;
import dev.evenkeel.cluster.jobs.JobService;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that goes wrong with a request, as {@code {"error": "…"}} with a status. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static HttpResponse of(int status, String sentence) {
        String line = sentence.replaceAll("\\s*\\R\\s*", " ");
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(
                        ContentTypes.APPLICATION_JSON,
                        JsonNodeFactory.instance.objectNode().put("error", line) + "\n");
    }

    /** A route that has an answer to everything. */
    static Route handled(Route route) {
        return route.seal(rejections(), exceptions());
    }

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .matchAny(thrown -> Directives.complete(of(thrown)))
                .build();
    }

    static HttpResponse of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof JobRefusedException refused) {
            return of(refused.status(), refused.getMessage());
        }
        if (cause instanceof EntityStreamSizeException) {
            return tooLarge();
        }
        if (cause instanceof TimeoutException) {
            return of(503, "the cluster gave no answer in time: try again");
        }
        LOG.warn("a request failed", cause);
        return of(500, "unexpected " + cause);
    }

    static HttpResponse tooLarge() {
        return of(413, "the body is larger than any job: a job has at most " + JobService.LARGEST_JOB / 1024 + " KiB");
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleAll(
                        MethodRejection.class,
                        methods -> Directives.complete(of(
                                405,
                                "this address takes "
                                        + methods.stream()
                                                .map(rejection ->
                                                        rejection.supported().value())
                                                .distinct()
                                                .collect(Collectors.joining(" or ")))))
                .handleNotFound(Directives.complete(of(
                        404,
                        "there is nothing here: the API is POST and GET /api/jobs, GET /api/jobs/ID and /api/nodes")))
                .build();
    }
}
