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
import static dev.evenkeel.nn.Layers.residual;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Shape IMAGE = new Shape(2, 3, 4);
    private static final BatchNormSpec NORM =
            new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5, false);

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
                new BatchNormSpec(false, new BatchNormSpec.Scope.Global(), OptionalDouble.empty(), 1e-5, false);
        Network network =
                Network.build(List.of(repeat(2, dense(4), batchNorm(), relu()), batchNorm()), IMAGE, disabled);
        assertEquals(
                List.of("dense", "relu", "dense", "relu"),
                network.layers().stream().map(Layer::type).toList());
        assertEquals(List.of(), network.norms());
    }

    @Test
    void shouldKnowWhereGradientsEnd() {
        assertEquals(List.of(false, true, true), differentiable(batchNorm(), dense(2)));
        assertEquals(List.of(false, false, false, true), differentiable(frozenBatchNorm(), sigmoid(), dense(2)));
        assertEquals(List.of(false, false, false), differentiable(frozenBatchNorm(), sigmoid()));
        // Nothing to train in the body, but before it: the gradient goes through both ways.
        assertEquals(List.of(false, true, true, true), differentiable(dense(2), residual(relu())));
        // A shortcut alone trains; the body's values have no gradient.
        assertEquals(
                List.of(false, false, true, true),
                differentiable(residual(relu()).shortcut(batchNorm())));
    }

    private static List<Boolean> differentiable(LayerSpec... layers) {
        Network network = build(layers);
        return IntStream.rangeClosed(0, network.layers().size())
                .mapToObj(network::differentiable)
                .toList();
    }

    @Test
    void shouldLayOutAResidualBlock() {
        Network network = build(
                dense(4),
                residual(dense(4), relu(), dense(4)).shortcut(dense(4), batchNorm()),
                residual(tanh()),
                dense(3));
        assertEquals(
                List.of(
                        "dense",
                        "dense",
                        "relu",
                        "dense",
                        "dense",
                        "batch-norm",
                        "residual",
                        "tanh",
                        "residual",
                        "dense"),
                network.layers().stream().map(Layer::type).toList());
        // The shortcut's dense reads what the body's first reads; each sum reads the ends of both.
        assertEquals(
                List.of(
                        List.of(0),
                        List.of(1),
                        List.of(2),
                        List.of(3),
                        List.of(1),
                        List.of(5),
                        List.of(4, 6),
                        List.of(7),
                        List.of(8, 7),
                        List.of(9)),
                IntStream.range(0, 10).mapToObj(network::inputs).toList());
    }

    @Test
    void shouldRefuseToAddWhatDoesNotFit() {
        MisfitException identity = assertThrows(MisfitException.class, () -> build(dense(4), residual(dense(5))));
        assertEquals(
                "residual cannot add: its body makes 5 and its identity shortcut leaves 4, but both must be equal: give it a"
                        + " shortcut that makes 5",
                identity.getMessage());
        MisfitException projection = assertThrows(
                MisfitException.class, () -> build(residual(dense(5)).shortcut(dense(6))));
        assertTrue(projection.getMessage().contains("makes 5 and its shortcut makes 6"), projection::getMessage);
    }

    @Test
    void shouldStartTheLastNormOfABodyAtZeroWhereTheJobSaysSo() {
        BatchNormSpec zero =
                new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5, true);
        List<LayerSpec> layers = List.of(
                batchNorm(),
                residual(batchNorm(), relu(), residual(batchNorm(), tanh()).shortcut(batchNorm()), batchNorm(), relu())
                        .shortcut(batchNorm()),
                residual(dense(24), flatten()).shortcut(flatten()));
        assertEquals(
                List.of(false, false, true, false, true, false),
                Network.build(layers, IMAGE, zero).norms().stream()
                        .map(BatchNorm::zeroStart)
                        .toList());
        assertTrue(Network.build(layers, IMAGE, NORM).norms().stream().noneMatch(BatchNorm::zeroStart));
    }

    @Test
    void shouldNameLayersForMessages() {
        assertEquals("layer 2 (batch-norm)", build(dense(4), batchNorm()).describe(1));
        assertFalse(build(dense(4), relu()).describe(1).contains("dense"));
    }

    private static Network build(LayerSpec... layers) {
        return Network.build(List.of(layers), IMAGE, NORM);
    }
}
