package dev.evenkeel.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** Answers by their kind. */
final class Answers {
    static final ContentType JSON_LINES =
            ContentTypes.create(MediaTypes.applicationWithFixedCharset("x-ndjson", HttpCharsets.UTF_8));

    static final ContentType EVENTS = MediaTypes.TEXT_EVENT_STREAM.toContentType();

    /** Numbers by Jackson's own routine: what {@code Double.toString} writes depends on the JDK. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build()
            .writer();

    private Answers() {}

    static HttpResponse json(JsonNode body) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, text(body) + "\n");
    }

    static HttpResponse created(JsonNode body, String location) {
        return json(body).withStatus(StatusCodes.CREATED).addHeader(Location.create(location));
    }

    /** A body that goes out as fast as it is taken. */
    static HttpResponse stream(ContentType type, Source<ByteString, ?> body) {
        return HttpResponse.create().withEntity(HttpEntities.create(type, body));
    }

    /** Likewise, of a size that is known. */
    static HttpResponse stream(ContentType type, long size, Source<ByteString, ?> body) {
        return HttpResponse.create()
                .withEntity(
                        size == 0
                                ? HttpEntities.create(type, ByteString.emptyByteString())
                                : HttpEntities.create(type, size, body));
    }

    static String text(JsonNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a tree can be written", impossible);
        }
    }
}
