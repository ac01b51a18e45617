package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.List;

/** Whether what goes into a layer drifts less with batch normalization, and whether that steadies gradients. */
public final class CovariateShiftExperiment implements Experiment {
    static final String NAME = "covariate-shift";

    private final Config parameters;
    private final List<Net> nets = new ArrayList<>();

    /** A net of the experiment. */
    record Net(String activation, boolean batchNorm, long seed, Trial trial) {}

    public CovariateShiftExperiment(Scale scale) {
        parameters = ParameterFile.read(NAME, scale);
        ShiftMeasure measure = new ShiftMeasure(parameters.getInt("probe-samples"), parameters.getInt("probes"));
        for (String activation : activations()) {
            for (boolean batchNorm : List.of(true, false)) {
                for (long seed : parameters.getLongList("seeds")) {
                    String key = activation + ", " + (batchNorm ? "with" : "without") + ", seed " + seed;
                    Trial trial = new Trial(key, job(activation, batchNorm, seed), measure);
                    nets.add(new Net(activation, batchNorm, seed, trial));
                }
            }
        }
    }

    private JobSpec job(String activation, boolean batchNorm, long seed) {
        return CommonJob.of(NAME, parameters)
                .layers(CommonJob.plain(
                        parameters.getInt("hidden-layers"), parameters.getInt("width"), activation, batchNorm))
                .batchNormEnabled(batchNorm)
                .evaluateEveryEpochs(parameters.getInt("epochs"))
                .seed(seed)
                .build();
    }

    List<String> activations() {
        return parameters.getStringList("activations");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Internal covariate shift";
    }

    @Override
    public String description() {
        return "The network of the paper's section 4.1, " + parameters.getInt("hidden-layers") + " hidden layers of "
                + parameters.getInt("width")
                + ", with sigmoid and with relu, with and without batch normalization, at the"
                + " same rate. Each run is computed a second time by a single worker, its states held against the run's"
                + " ledger, and looked into at " + parameters.getInt("probes") + " steps with the same "
                + parameters.getInt("probe-samples") + " samples of the test part.";
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
        List<Claim> claims = List.of(
                ShiftClaims.reducesShift(compared(seen, ShiftMeasure.DRIFT)),
                ShiftClaims.steadiesGradients(
                        compared(seen, ShiftMeasure.CHANGE), compared(seen, ShiftMeasure.COSINE)));
        return new Conclusion(
                claims,
                new ShiftCharts(this, seen).all(),
                List.of(
                        "Inputs are looked at as training sees them: batch normalization takes its statistics from the"
                                + " samples that are looked at. It sets their mean and variance, so that they drift less is so"
                                + " by construction; the second sentence is the one to be found out.",
                        "All nets train at the same rate, and a net that does not learn has nothing that could shift. Mean"
                                + " loss at the last look: " + losses(seen) + "."));
    }

    private String losses(Observations seen) {
        List<String> texts = new ArrayList<>();
        for (String activation : activations()) {
            for (boolean batchNorm : List.of(true, false)) {
                List<Double> last = nets(activation, batchNorm).stream()
                        .map(net -> seen.of(net.trial()).figures().get(ShiftMeasure.LOSS))
                        .map(losses -> losses.get(losses.size() - 1).doubleValue())
                        .toList();
                texts.add(activation
                        + (batchNorm ? " with " : " without ")
                        + Spread.of(last).text());
            }
        }
        return String.join(", ", texts);
    }

    private List<Compared> compared(Observations seen, String figure) {
        return activations().stream()
                .map(activation -> new Compared(
                        activation, means(seen, activation, true, figure), means(seen, activation, false, figure)))
                .toList();
    }

    private List<Double> means(Observations seen, String activation, boolean batchNorm, String figure) {
        return nets(activation, batchNorm).stream()
                .map(net -> mean(seen.of(net.trial()).figures().get(figure)))
                .toList();
    }

    List<Net> nets(String activation, boolean batchNorm) {
        return nets.stream()
                .filter(net -> net.activation().equals(activation) && net.batchNorm() == batchNorm)
                .toList();
    }

    /** Over all layers and looks. */
    private static double mean(JsonNode byLayer) {
        List<Double> values = new ArrayList<>();
        byLayer.forEach(layer -> layer.forEach(value -> values.add(value.doubleValue())));
        return Spread.of(values).mean();
    }
}
