package dev.evenkeel.job;

import static dev.evenkeel.job.Layers.avgPool;
import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.conv2d;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.dropout;
import static dev.evenkeel.job.Layers.flatten;
import static dev.evenkeel.job.Layers.gelu;
import static dev.evenkeel.job.Layers.globalAvgPool;
import static dev.evenkeel.job.Layers.leakyRelu;
import static dev.evenkeel.job.Layers.maxPool;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Layers.repeat;
import static dev.evenkeel.job.Layers.residual;
import static dev.evenkeel.job.Layers.sigmoid;
import static dev.evenkeel.job.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {
    static Stream<Arguments> networks() {
        LayerSpec d = dense(1);
        return Stream.of(
                network("lecun", d),
                network("he lecun", d, relu(), d),
                network("he he xavier xavier lecun", d, leakyRelu(), d, gelu(), d, sigmoid(), d, tanh(), d),
                network("lecun he", d, d, relu()),
                // Batch norm stands before or after the activation; like flatten and dropout it is looked through.
                network("he lecun", d, batchNorm(), flatten(), dropout(0.5), relu(), d),
                network("xavier lecun", d, sigmoid(), batchNorm(), d),
                // The next is a repeat.
                network("he he lecun", d, repeat(2, relu(), d), sigmoid(), d),
                network("xavier lecun", d, repeat(2, batchNorm()), tanh(), d),
                // After the last layer of a body comes its first, also in the last repetition.
                network("xavier lecun", repeat(20, d, batchNorm(), sigmoid()), d),
                network("lecun he", repeat(2, d), d, relu()),
                network("he", repeat(2, relu(), d), sigmoid()),
                // A body that stands once is as its layers alone.
                network("he lecun", repeat(1, d), relu(), d),
                network("xavier", repeat(1, relu(), d), sigmoid()),
                // Convolutions are as dense layers; pooling is looked through.
                network("he xavier lecun", conv2d(1, 1), maxPool(2), relu(), conv2d(1, 1), avgPool(2), tanh(), d),
                network("lecun he lecun", d, conv2d(1, 1), globalAvgPool(), flatten(), gelu(), d),
                // Behind a residual block's body and shortcut comes what follows the block; its body begins it.
                network(
                        "he he lecun he lecun",
                        d,
                        residual(relu(), d, batchNorm()).shortcut(d, d),
                        relu(),
                        d),
                network("lecun xavier", d, residual(d), residual(tanh())),
                network(
                        "lecun he lecun",
                        repeat(3, sigmoid(), repeat(2, d, batchNorm())),
                        dense(2).initializer(Initializer.of(Initializer.Scheme.HE)),
                        d));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldChooseByTheActivationThatFollows(String schemes, List<LayerSpec> layers) {
        assertEquals(
                schemes, String.join(" ", schemes(Initializers.choose(layers)).toList()));
    }

    @Test
    void shouldLeaveWhatIsGiven() {
        List<LayerSpec> layers = List.of(
                dense(1).initializer(Initializer.normal(0.5)),
                relu(),
                dense(1).initializer(Initializer.of(Initializer.Scheme.XAVIER)));

        assertEquals(layers, Initializers.choose(layers));
    }

    private static Stream<String> schemes(List<LayerSpec> layers) {
        return layers.stream()
                .flatMap(layer -> layer instanceof LayerSpec.Dense dense
                        ? Stream.of(Words.of(dense.initializer().scheme()))
                        : layer instanceof LayerSpec.Conv2d convolution
                                ? Stream.of(Words.of(convolution.initializer().scheme()))
                                : layer instanceof LayerSpec.Residual residual
                                        ? Stream.concat(schemes(residual.body()), schemes(residual.shortcut()))
                                        : layer instanceof LayerSpec.Repeat repeat
                                                ? schemes(repeat.body())
                                                : Stream.empty());
    }

    private static Arguments network(String schemes, LayerSpec... layers) {
        return Arguments.of(schemes, List.of(layers));
    }
}
