package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What was observed of a trial.
 *
 * @param job digest of the job
 * @param ending {@code finished}, or the sentence that says why it could not be
 * @param fingerprint SHA-256 of the model; empty where it diverged
 * @param figures what the trial's measure took from the run
 */
public record Observation(String job, boolean diverged, String ending, String fingerprint, ObjectNode figures) {
    /** The ending of a job that came to its end. */
    static final String FINISHED = "finished";

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("job", job)
                .put("diverged", diverged)
                .put("ending", ending)
                .put("fingerprint", fingerprint);
        node.set("figures", figures);
        return node;
    }

    static Observation of(JsonNode node) {
        return new Observation(
                node.get("job").textValue(),
                node.get("diverged").booleanValue(),
                node.get("ending").textValue(),
                node.get("fingerprint").textValue(),
                (ObjectNode) node.get("figures"));
    }
}
