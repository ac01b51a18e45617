package dev.evenkeel.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a cluster says of a node that is up.
 *
 * @param address {@code host:port} for other nodes
 * @param http where it takes requests; empty text where it does not
 * @param slots for workers; 0: a witness
 * @param free slots without a worker
 * @param kernels what computes there
 */
public record NodeStatus(String address, String http, int slots, int free, String kernels) {
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("address", address)
                .put("http", http)
                .put("slots", slots)
                .put("free", free)
                .put("kernels", kernels);
    }

    static NodeStatus of(JsonNode json) {
        return new NodeStatus(
                json.path("address").asText(),
                json.path("http").asText(),
                json.path("slots").asInt(),
                json.path("free").asInt(),
                json.path("kernels").asText());
    }
}
