package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import java.util.List;

/** The part of a job that a trained model needs in order to be used: the network, without how it was trained. */
public record NetworkSpec(List<LayerSpec> layers, Loss loss, BatchNormSpec batchNorm) {
    public NetworkSpec {
        layers = List.copyOf(layers);
    }

    /** The network as the keys of a job. */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("layers", LayerKeys.write(layers));
        node.put("loss", Words.of(loss));
        node.set("batch-norm", BatchNormKeys.write(batchNorm));
        return node;
    }

    /**
     * Reads what {@link #toJson} made.
     *
     * @param name what sentences begin with, such as the file that holds the text
     * @throws InvalidJobException the same sentences as for a job
     */
    public static NetworkSpec read(JsonNode tree, String name) {
        return Section.read(
                tree,
                "",
                Source.named(name),
                network -> new NetworkSpec(
                        LayerKeys.read(network, "layers"),
                        Words.constant(Loss.class, network.choice("loss", Words.of(Loss.values()))),
                        network.section("batch-norm", BatchNormKeys::read)));
    }
}
