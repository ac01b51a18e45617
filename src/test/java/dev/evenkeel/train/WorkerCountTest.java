package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.conv2d;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.gelu;
import static dev.evenkeel.nn.Layers.globalAvgPool;
import static dev.evenkeel.nn.Layers.maxPool;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.repeat;
import static dev.evenkeel.nn.Layers.residual;
import static dev.evenkeel.nn.Layers.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bits for every number of members: whole steps, over the end of an epoch, whose last mini-batch is smaller. */
class WorkerCountTest {
    private static final List<Integer> MEMBERS = List.of(1, 2, 3, 5, 7, 8);
    private static final Map<String, LayerSpec[]> NETS = new LinkedHashMap<>();

    static {
        NETS.put("norm before", new LayerSpec[] {denseWithoutBias(9), batchNorm(), relu(), dense(4)});
        NETS.put("norm after", new LayerSpec[] {dense(9), sigmoid(), batchNorm(), dense(4)});
        NETS.put("norm first", new LayerSpec[] {batchNorm(), gelu(), dense(4)});
        NETS.put("norm alone", new LayerSpec[] {batchNorm()});
        NETS.put("no norm", new LayerSpec[] {dense(7), relu(), dense(4)});
        NETS.put("frozen", new LayerSpec[] {frozenBatchNorm(), dense(7), frozenBatchNorm(), relu(), dense(4)});
        NETS.put("nothing to train", new LayerSpec[] {frozenBatchNorm(), sigmoid()});
        NETS.put("dropout", new LayerSpec[] {dropout(0.3), dense(70), batchNorm(), relu(), dropout(0.5), dense(4)});
        NETS.put("residual", new LayerSpec[] {
            denseWithoutBias(9),
            residual(batchNorm(), relu(), denseWithoutBias(9), residual(dropout(0.2), dense(9))),
            residual(dense(5), batchNorm()).shortcut(denseWithoutBias(5), batchNorm()),
            relu(),
            dense(4)
        });
        NETS.put("convolutional", new LayerSpec[] {
            conv2d(5, 2).bias(false),
            batchNorm(),
            relu(),
            residual(conv2d(5, 3).padding(1), batchNorm(), dropout(0.2)),
            residual(conv2d(3, 3).stride(2).padding(1).bias(false), batchNorm())
                    .shortcut(conv2d(3, 1).stride(2).bias(false)),
            maxPool(2, 1),
            globalAvgPool(),
            dense(4)
        });
        NETS.put("deep", new LayerSpec[] {repeat(4, dense(10), batchNorm(), sigmoid()), dense(4)});
    }

    static Stream<Arguments> cases() {
        return NETS.keySet().stream().flatMap(net -> Stream.of(5, 60, 97, 256)
                .flatMap(batch -> Stream.of(new Scope.Global(), new Scope.Group(3), new Scope.MicroBatch())
                        .map(scope -> Arguments.of(net, batch, scope))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameBitsForEveryNumberOfMembers(String net, int batch, Scope scope) {
        Shape shape = net.equals("convolutional") ? new Shape(1, 4, 5) : Shape.vector(12);
        Samples data = Samples.random(1, 2 * batch + batch / 2 + 1, shape, 4);
        Set<Long> digests = new HashSet<>();
        for (int members : MEMBERS) {
            Team team = Team.of(
                    Jobs.of(NETS.get(net))
                            .batchSize(batch)
                            .scope(scope)
                            .epochs(2)
                            .build(),
                    data,
                    members);
            team.steps(4);
            digests.addAll(team.digests());
        }
        assertEquals(1, digests.size(), () -> "states differ: " + digests);
    }

    /** Over two epochs, so that a sample is varied anew. */
    @Test
    void shouldVarySamplesAlikeForEveryNumberOfMembers() {
        Samples images = Samples.random(1, 130, new Shape(2, 6, 5), 4);
        Jobs jobs = Jobs.of(NETS.get("dropout")).batchSize(97).epochs(2);
        Set<Long> digests = new HashSet<>();
        for (int members : MEMBERS) {
            AugmentSpec[] steps = {new AugmentSpec.RandomCrop(2), new AugmentSpec.RandomHorizontalFlip()};
            Team team = Team.of(jobs.augment(steps).build(), images, members);
            team.steps(4);
            digests.addAll(team.digests());
        }
        assertEquals(1, digests.size(), () -> "states differ: " + digests);
        Team plain = Team.of(jobs.augment().build(), images, 1);
        plain.steps(4);
        assertFalse(digests.contains(plain.digests().get(0)));
    }

    @Test
    void shouldGiveOtherBitsForAnotherSeed() {
        Samples data = Samples.random(1, 100, 12, 4);
        Team one = Team.of(Jobs.of(NETS.get("norm before")).seed(1).build(), data, 3);
        Team other = Team.of(Jobs.of(NETS.get("norm before")).seed(2).build(), data, 3);

        assertNotEquals(one.step().digest(), other.step().digest());
    }

    @Test
    void shouldStopAllMembersAtTheSameStepWhenOneWishesTo() {
        Team team = Team.of(Jobs.of(NETS.get("norm before")).build(), Samples.random(1, 300, 12, 4), 3);
        assertEquals(List.of(false, false, false), pauses(team));
        team.exchange(1).wishPause();
        assertEquals(List.of(true, true, true), pauses(team));
    }

    private static List<Boolean> pauses(Team team) {
        return team.steps(1).stream().map(StepResult::pause).toList();
    }
}
