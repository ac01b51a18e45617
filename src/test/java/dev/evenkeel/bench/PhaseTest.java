package dev.evenkeel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {
    @ParameterizedTest
    @CsvSource({
        "FORWARD, math.vector.RowTile.multiply nn.Dense.forward nn.Pass.forward train.StepRunner.forward",
        "INPUT_GRADIENTS, math.vector.ConvolutionTile.run nn.Conv2d.inputGradient nn.Pass.backward train.StepRunner.backward",
        "WEIGHT_GRADIENTS, math.vector.LeafTile.multiply nn.Dense.parameterGradient nn.Pass.backward train.StepRunner.backward",
        "STATISTICS, math.vector.LaneSums.fold nn.BatchNorm.moments train.StatisticsSync.forward train.StepRunner.forward",
        "ELEMENT_WISE, math.vector.VectorActivationKernels.relu nn.Activation.forward nn.Pass.forward train.StepRunner.forward",
        "ELEMENT_WISE, nn.BatchNorm.inputGradient nn.Pass.backward train.StepRunner.backward",
        "ALL_REDUCE, math.vector.VectorParameterKernels.add train.GradientSync.fold train.StepRunner.run",
        "ALL_REDUCE, cluster.MessageExchange.await train.StatisticsSync.forward train.StepRunner.forward",
        "UPDATE, math.vector.VectorParameterKernels.sgd optim.SgdOptimizer.update train.WeightWatch.update train.ParameterUpdate.apply",
        "HEALTH, math.vector.VectorParameterKernels.sumOfMagnitudes train.WeightWatch.update train.ParameterUpdate.apply",
        "DIGEST, math.vector.VectorParameterKernels.digest train.TrainingState.digest train.StepRunner.commit",
        "SAMPLES, data.NumberPart.gather data.Augmentation.gather train.StepRunner.begin",
        "OTHER, train.StepRunner.counters train.StepRunner.commit",
    })
    void shouldTellByTheStack(Phase phase, String stack) {
        List<String> methods = Stream.concat(
                        Stream.of(stack.split(" ")), Stream.of("train.StepRunner.run", "cluster.WorkerCompute.train"))
                .map(method -> "dev.evenkeel." + method)
                .toList();
        assertEquals(phase, Phase.of(methods));
    }

    @Test
    void shouldShareTheTimeThatThreadsRan() {
        PhaseShares shares = PhaseShares.of(Map.of(Phase.FORWARD, 3L, Phase.UPDATE, 1L), 0.8, 0.1);
        assertEquals(0.6, shares.computing().get(Phase.FORWARD), 1e-12);
        assertEquals(0.0, shares.computing().get(Phase.OTHER), 1e-12);
        assertEquals(0.2, shares.waiting(), 1e-12);
    }
}
