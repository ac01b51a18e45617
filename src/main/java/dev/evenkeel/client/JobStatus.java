package dev.evenkeel.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a cluster says of a job.
 *
 * @param reason why the job is in this state: what it waits for, why it failed
 * @param workers where it runs, or ran; empty before it starts
 * @param minWorkers it starts with no fewer
 * @param maxWorkers it gets no more
 * @param size of the training
 * @param submitted when, by the clock of a node: for people, nothing depends on it
 */
public record JobStatus(
        String id,
        String name,
        JobState state,
        String reason,
        List<Share> workers,
        int minWorkers,
        int maxWorkers,
        Size size,
        String submitted,
        Outcome outcome) {
    public JobStatus {
        workers = List.copyOf(workers);
    }

    /** So many workers on a node. */
    public record Share(String node, int workers) {}

    /**
     * How far the training goes.
     *
     * @param samples of the training part
     */
    public record Size(int samples, int batchSize, int epochs) {}

    /**
     * What came of it; all empty before the end.
     *
     * @param fingerprint SHA-256 of the model's file
     * @param testLoss of the last evaluation
     * @param testAccuracy likewise; empty also for regression
     * @param stoppedAfter the step of the checkpoint behind which it was stopped
     */
    public record Outcome(
            Optional<String> fingerprint,
            OptionalDouble testLoss,
            OptionalDouble testAccuracy,
            OptionalLong stoppedAfter) {
        public static final Outcome NONE =
                new Outcome(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty());
    }

    /** One object, keys in a fixed order; what is empty is left out. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("state", state.name())
                .put("reason", reason)
                .put("min_workers", minWorkers)
                .put("max_workers", maxWorkers);
        for (Share share : workers) {
            json.withArray("/workers").addObject().put("node", share.node()).put("workers", share.workers());
        }
        json.put("samples", size.samples())
                .put("batch_size", size.batchSize())
                .put("epochs", size.epochs())
                .put("submitted", submitted);
        outcome.fingerprint().ifPresent(value -> json.put("fingerprint", "sha256:" + value));
        outcome.testLoss().ifPresent(value -> json.put("test_loss", value));
        outcome.testAccuracy().ifPresent(value -> json.put("test_accuracy", value));
        outcome.stoppedAfter().ifPresent(value -> json.put("stopped_after", value));
        return json;
    }

    /** Reads what {@link #toJson} wrote; more keys do no harm. */
    public static JobStatus of(JsonNode json) {
        List<Share> workers = new ArrayList<>();
        json.path("workers")
                .forEach(share -> workers.add(new Share(
                        share.path("node").asText(), share.path("workers").asInt())));
        return new JobStatus(
                json.path("id").asText(),
                json.path("name").asText(),
                JobState.valueOf(json.path("state").asText()),
                json.path("reason").asText(),
                workers,
                json.path("min_workers").asInt(),
                json.path("max_workers").asInt(),
                new Size(
                        json.path("samples").asInt(),
                        json.path("batch_size").asInt(),
                        json.path("epochs").asInt()),
                json.path("submitted").asText(),
                new Outcome(
                        Optional.ofNullable(json.get("fingerprint"))
                                .map(value -> value.asText().replaceFirst("^sha256:", "")),
                        number(json, "test_loss"),
                        number(json, "test_accuracy"),
                        json.has("stopped_after")
                                ? OptionalLong.of(json.get("stopped_after").asLong())
                                : OptionalLong.empty()));
    }

    private static OptionalDouble number(JsonNode json, String key) {
        return json.has(key) ? OptionalDouble.of(json.get(key).asDouble()) : OptionalDouble.empty();
    }
}
