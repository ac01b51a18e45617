package dev.evenkeel.nn;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.flatten;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.gelu;
import static dev.evenkeel.nn.Layers.leakyRelu;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.repeat;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Shape IMAGE = new Shape(2, 3, 4);

    @Test
    void shouldPlaceSummedTensorsFirstThenThoseOfBatchNorms() {
        Network network = build(batchNorm(), dense(5), frozenBatchNorm(), relu(), denseWithoutBias(3));

        assertEquals(
                List.of(
                        "2.dense.weight [5, 24] at 0",
                        "2.dense.bias [5] at 120",
                        "5.dense.weight [3, 5] at 125",
                        "1.batch-norm.gamma [2] at 140",
                        "1.batch-norm.beta [2] at 142",
                        "3.batch-norm.gamma [5] at 144, frozen",
                        "3.batch-norm.beta [5] at 149, frozen"),
                network.parameters().stream()
                        .map(p -> p.name() + " " + p.shape() + " at " + p.from() + (p.trainable() ? "" : ", frozen"))
                        .toList());
        assertEquals(154, network.size());
        assertEquals(7, network.normChannels());
        assertEquals(
                List.of(0, 2),
                network.norms().stream().map(BatchNorm::channelsFrom).toList());
    }

    @Test
    void shouldFollowTheShapes() {
        Network network = build(batchNorm(), dropout(0.1), flatten(), batchNorm(), dense(5), tanh(), sigmoid());
        assertEquals(
                List.of("2×3×4", "2×3×4", "24", "24", "5", "5", "5"),
                network.layers().stream().map(l -> l.output().toString()).toList());
        assertEquals(
                List.of(2, 24),
                network.norms().stream().map(BatchNorm::channels).toList());
        assertEquals(Shape.vector(5), network.output());
    }

    @Test
    void shouldUnrollRepetitionsWithParametersOfTheirOwn() {
        Network network = build(repeat(2, dense(4), repeat(2, gelu(), leakyRelu(0.2))), dense(3));
        assertEquals(
                List.of(
                        "dense",
                        "gelu",
                        "leaky-relu",
                        "gelu",
                        "leaky-relu",
                        "dense",
                        "gelu",
                        "leaky-relu",
                        "gelu",
                        "leaky-relu",
                        "dense"),
                network.layers().stream().map(Layer::type).toList());
        assertEquals(24 * 4 + 4 + 4 * 4 + 4 + 4 * 3 + 3, network.size());
    }

    @Test
    void shouldLeaveBatchNormsOutWhereTheyAreDisabled() {
        BatchNormSpec disabled =
                new BatchNormSpec(false, new BatchNormSpec.Scope.Global(), OptionalDouble.empty(), 1e-5);
        Network network =
                Network.build(List.of(repeat(2, dense(4), batchNorm(), relu()), batchNorm()), IMAGE, disabled);
        assertEquals(
                List.of("dense", "relu", "dense", "relu"),
                network.layers().stream().map(Layer::type).toList());
        assertEquals(List.of(), network.norms());
    }

    @Test
    void shouldKnowWhereGradientsEnd() {
        assertEquals(0, build(batchNorm(), dense(2)).firstTrained());
        assertEquals(2, build(frozenBatchNorm(), sigmoid(), dense(2)).firstTrained());
        assertEquals(2, build(frozenBatchNorm(), sigmoid()).firstTrained());
    }

    @Test
    void shouldNameLayersForMessages() {
        assertEquals("layer 2 (batch-norm)", build(dense(4), batchNorm()).describe(1));
        assertFalse(build(dense(4), relu()).describe(1).contains("dense"));
    }

    private static Network build(LayerSpec... layers) {
        BatchNormSpec norm = new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5);
        return Network.build(List.of(layers), IMAGE, norm);
    }
}
