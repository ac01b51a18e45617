package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.lab.GradientClaims.LastUpdates;
import dev.evenkeel.lab.GradientClaims.Setting;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** How the gradient's norm goes with depth, for several activations and initializers, with and without batch normalization. */
public final class GradientsExperiment implements Experiment {
    static final String NAME = "gradients";

    private final Config parameters;
    private final List<Net> nets = new ArrayList<>();

    /** A net of the experiment. */
    record Net(String activation, String initializer, int depth, boolean batchNorm, long seed, Trial trial) {}

    public GradientsExperiment(Scale scale) {
        parameters = ParameterFile.read(NAME, scale);
        for (String activation : activations()) {
            for (String initializer : initializers()) {
                for (int depth : parameters.getIntList("depths")) {
                    for (boolean batchNorm : List.of(true, false)) {
                        for (long seed : parameters.getLongList("seeds")) {
                            JobSpec job = job(activation, initializer, depth, batchNorm, seed);
                            String key = activation + ", " + initializer + ", " + depth + " layers, "
                                    + (batchNorm ? "with" : "without") + ", seed " + seed;
                            Trial trial = new Trial(key, job, new GradientMeasure());
                            nets.add(new Net(activation, initializer, depth, batchNorm, seed, trial));
                        }
                    }
                }
            }
        }
    }

    private JobSpec job(String activation, String initializer, int depth, boolean batchNorm, long seed) {
        Initializer weights = initializer(parameters.getConfig("initializers").getConfig(initializer));
        return CommonJob.of(NAME, parameters)
                .layers(CommonJob.plain(
                        depth,
                        dense(parameters.getInt("width")).bias(false).initializer(weights),
                        batchNorm(),
                        CommonJob.activation(activation)))
                .batchNormEnabled(batchNorm)
                .evaluateEveryEpochs(parameters.getInt("epochs"))
                .healthEverySteps(1)
                .seed(seed)
                .build();
    }

    private static Initializer initializer(Config config) {
        return config.getString("type").equals("normal")
                ? Initializer.normal(config.getDouble("std"))
                : Initializer.of(
                        Initializer.Scheme.valueOf(config.getString("type").toUpperCase(java.util.Locale.ROOT)));
    }

    List<String> activations() {
        return parameters.getStringList("activations");
    }

    List<String> initializers() {
        return parameters.getConfig("initializers").root().keySet().stream()
                .sorted()
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Vanishing and exploding gradients";
    }

    @Override
    public String description() {
        return "Plain networks of equal hidden layers, with and without batch normalization before every activation, at "
                + parameters.getIntList("depths").size()
                + " depths. Of each the gradient norm of every layer is taken in"
                + " the first step, before any weight has moved, and over the last epoch of a short training.";
    }

    @Override
    public Config parameters() {
        return parameters;
    }

    @Override
    public List<Trial> trials() {
        return nets.stream().map(Net::trial).toList();
    }

    @Override
    public Conclusion conclude(Observations seen) {
        List<Setting> initial = settings(seen, GradientMeasure.INITIAL);
        List<Setting> trained = settings(seen, GradientMeasure.TRAINED);
        List<Claim> claims = List.of(
                GradientClaims.vanishOrExplode(initial),
                GradientClaims.stabilizes(initial, "at initialization"),
                GradientClaims.stabilizes(trained, "over the last epoch of training"),
                GradientClaims.drasticUpdates(updates(seen)),
                GradientClaims.batchNormExplodes(initial));
        return new Conclusion(
                claims,
                new GradientCharts(this, seen).all(),
                List.of(
                        "A norm that is 0 as a float counts as the least float, 1.4·10⁻⁴⁵: such factors are nearer to 1 than the truth.",
                        "A net that broke down has no gradients of its last epoch: its setting counts as a problem there, and it is"
                                + " not in the means."));
    }

    private List<Setting> settings(Observations seen, String phase) {
        List<Setting> settings = new ArrayList<>();
        for (String activation : activations()) {
            for (String initializer : initializers()) {
                for (boolean batchNorm : List.of(true, false)) {
                    List<Optional<Growth>> seeds = new ArrayList<>();
                    for (long seed : parameters.getLongList("seeds")) {
                        seeds.add(growth(seen, phase, activation, initializer, batchNorm, seed));
                    }
                    settings.add(new Setting(activation, initializer, batchNorm, seeds));
                }
            }
        }
        return settings;
    }

    private Optional<Growth> growth(
            Observations seen, String phase, String activation, String initializer, boolean batchNorm, long seed) {
        List<Point> points = new ArrayList<>();
        for (Net net : nets(activation, initializer, batchNorm)) {
            List<Double> norms = net.seed() == seed ? norms(seen, net, phase) : List.of();
            if (!norms.isEmpty()) {
                points.add(Point.of(net.depth(), norms.get(0)));
            }
        }
        return Growth.of(points);
    }

    List<Net> nets() {
        return List.copyOf(nets);
    }

    List<Net> nets(String activation, String initializer, boolean batchNorm) {
        return nets.stream()
                .filter(net -> net.activation().equals(activation)
                        && net.initializer().equals(initializer)
                        && net.batchNorm() == batchNorm)
                .toList();
    }

    /** Per layer with weights, from the input on; empty where the run did not get there. */
    static List<Double> norms(Observations seen, Net net, String phase) {
        JsonNode norms = seen.of(net.trial()).figures().path(phase);
        return StreamSupport.stream(norms.spliterator(), false)
                .map(JsonNode::doubleValue)
                .toList();
    }

    private List<LastUpdates> updates(Observations seen) {
        List<LastUpdates> updates = new ArrayList<>();
        for (Net net : nets) {
            Observation observed = seen.of(net.trial());
            List<Double> ratios = norms(seen, net, GradientMeasure.RATIOS);
            if (!ratios.isEmpty()) {
                double largest = ratios.stream().max(Double::compare).orElseThrow();
                updates.add(new LastUpdates(observed.diverged(), largest));
            }
        }
        return updates;
    }
}
