package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.train.Probe;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.TrainingState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Looks into a run at evenly spread steps: the percentiles of what goes into every activation, for the same samples each time,
 * normalized as in training; and how each layer's gradient for the next mini-batch changes when the layers below make that
 * mini-batch's update first.
 *
 * @param samples of the test part that are looked at
 * @param probes steps at which the run is looked at
 */
record ShiftMeasure(int samples, int probes) implements Measure {
    static final String STEPS = "steps";
    static final String DRIFT = "drift_by_layer";
    static final String CHANGE = "gradient_change_by_layer";
    static final String COSINE = "gradient_cosine_by_layer";
    static final String LOSS = "loss";
    static final String UNIT = "first_unit_of_last_hidden_layer";

    private static final int MOST_OF_A_MICRO_BATCH = 250;

    @Override
    public String id() {
        return "covariate-shift 1, " + samples + " samples, " + probes + " probes";
    }

    @Override
    public ObjectNode of(TrialRun run) {
        Figures figures = new Figures();
        if (run.diverged()) {
            return figures.toJson();
        }
        Kernels kernels = KernelSets.best();
        Dataset seen = OtherParts.probing(run.data(), samples);
        JobSpec look = run.job().toBuilder()
                .batchSize(seen.train().size())
                .microBatch(Math.min(MOST_OF_A_MICRO_BATCH, seen.train().size()))
                .build();
        Probe inputs = new Probe(look, seen, kernels);
        Probe gradients = new Probe(run.job(), run.data(), kernels);
        Network network = Replica.network(run.job(), run.data());
        try (Rerun rerun = new Rerun(run.job(), run.data(), kernels, run.files().ledger())) {
            for (int probe = 0; probe < probes; probe++) {
                long at = (rerun.steps() - 1) * probe / (probes - 1);
                while (rerun.state().counters().step() < at) {
                    rerun.step();
                }
                figures.steps.add(at);
                figures.inputs(inputs.look(rerun.state(), new HashSet<>(activations(network))), activations(network));
                TrainingState before = rerun.state().copy();
                float[] gradient = gradients.look(before, java.util.Set.of()).gradient();
                figures.losses.add(rerun.step().loss());
                figures.changes(network, gradients, gradient, before, rerun.state());
            }
        }
        return figures.toJson();
    }

    private static List<Integer> activations(Network network) {
        return IntStream.range(0, network.layers().size())
                .filter(i -> network.layers().get(i) instanceof Activation)
                .boxed()
                .toList();
    }

    /** What comes together, probe by probe. */
    private static final class Figures {
        private final ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode losses = JsonNodeFactory.instance.arrayNode();
        private final List<List<Double>> drift = new ArrayList<>();
        private final List<List<Double>> change = new ArrayList<>();
        private final List<List<Double>> cosine = new ArrayList<>();
        private final ArrayNode low = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode middle = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode high = JsonNodeFactory.instance.arrayNode();
        private List<Percentiles> last = List.of();

        void inputs(Probe.Look look, List<Integer> layers) {
            Map<Integer, float[][]> inputs = look.inputs();
            List<Percentiles> now = layers.stream()
                    .map(layer -> Percentiles.of(inputs.get(layer)))
                    .toList();
            for (int l = 0; l < last.size(); l++) {
                at(drift, l).add(now.get(l).drift(last.get(l)));
            }
            Percentiles top = now.get(now.size() - 1);
            low.add(top.low()[0]);
            middle.add(top.middle()[0]);
            high.add(top.high()[0]);
            last = now;
        }

        void changes(Network network, Probe gradients, float[] gradient, TrainingState before, TrainingState after) {
            List<Parameter> weights = network.parameters().stream()
                    .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
                    .toList();
            // The first layer has none below it.
            for (int l = 1; l < weights.size(); l++) {
                Parameter weight = weights.get(l);
                TrainingState mixed = before.copy();
                network.parameters().stream()
                        .filter(below -> below.layer() < weight.layer())
                        .forEach(below -> System.arraycopy(
                                after.parameters(), below.from(), mixed.parameters(), below.from(), below.size()));
                float[] changed = gradients.look(mixed, java.util.Set.of()).gradient();
                GradientChange found = GradientChange.of(gradient, changed, weight.from(), weight.to());
                at(change, l - 1).add(found.relative());
                at(cosine, l - 1).add(found.cosine());
            }
        }

        private static List<Double> at(List<List<Double>> lists, int index) {
            while (lists.size() <= index) {
                lists.add(new ArrayList<>());
            }
            return lists.get(index);
        }

        ObjectNode toJson() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.set(STEPS, steps);
            node.set(LOSS, losses);
            put(node.putArray(DRIFT), drift);
            put(node.putArray(CHANGE), change);
            put(node.putArray(COSINE), cosine);
            ObjectNode unit = node.putObject(UNIT);
            unit.set("15", low);
            unit.set("50", middle);
            unit.set("85", high);
            return node;
        }

        private static void put(ArrayNode into, List<List<Double>> lists) {
            for (List<Double> list : lists) {
                ArrayNode inner = into.addArray();
                list.forEach(inner::add);
            }
        }
    }
}
