package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Layers of a network run forward and backward by a team, as a step does it, but with a given gradient at the output instead of
 * a loss. Values are by sample, in the order of the mini-batch, then feature.
 *
 * @param x what goes into the first layer looked at
 * @param y what comes out of the last
 * @param dx gradient of x
 * @param gradient the reduced flat gradient
 */
record LayerRun(double[][] x, double[][] y, double[][] dx, double[] gradient) {
    /**
     * Runs the mini-batch of step 1.
     *
     * @param first the first layer looked at: those before it only make its input
     * @param dy gradient of the network's output
     */
    static LayerRun of(Team team, int samples, int first, double[][] dy) {
        int last = team.network().layers().size() - 1;
        int in = team.network().layers().get(first).input().features();
        int out = team.network().output().features();
        LayerRun run = new LayerRun(
                new double[samples][in],
                new double[samples][out],
                new double[samples][in],
                new double[team.network().size()]);
        team.all((replica, exchange) -> {
            run.member(replica, exchange, first, last, dy);
            return null;
        });
        return run;
    }

    private void member(Replica replica, Exchange exchange, int first, int last, double[][] dy) {
        Pass pass = replica.pass();
        StepLayout layout = replica.layout(x.length, exchange.portions());
        float[][] nodes =
                replica.gradientNodes(layout.sums().nodes().get(exchange.rank()).size());
        GradientSync gradients = new GradientSync(replica, layout, exchange, nodes);
        StatisticsSync statistics = new StatisticsSync(replica, layout, exchange, gradients::foldOne);
        pass.begin(layout.lanes(exchange.rank()), layout.subtreeBounds(exchange.rank()), nodes);
        int start = layout.samplesBefore(layout.shards().from(exchange.rank()));
        gather(replica, start);
        Network network = replica.network();
        for (int i = 0; i <= last; i++) {
            if (i == first) {
                read(pass, pass.value(i), start, x);
            }
            if (network.layers().get(i) instanceof BatchNorm norm && norm.synchronizes(pass)) {
                statistics.forward(norm, pass.value(network.source(i)));
            }
            pass.forward(i);
            seePadding(pass, pass.value(i + 1), network.shape(i + 1));
        }
        read(pass, pass.value(last + 1), start, y);
        write(pass, pass.outputGradient(), start, dy);
        for (int i = last; i >= first; i--) {
            if (network.layers().get(i) instanceof BatchNorm norm && norm.synchronizes(pass)) {
                statistics.backward(norm, pass.value(network.source(i)), pass.gradient(i + 1));
            }
            seePadding(pass, pass.gradient(i + 1), network.shape(i + 1));
            pass.backward(i);
        }
        float[] gradient = inputGradient(pass, first);
        seePadding(pass, gradient, network.shape(first));
        read(pass, gradient, start, dx);
        gradients.filled(0);
        List<GradientSync.Piece> pieces = gradients.finish();
        if (exchange.rank() == exchange.members() - 1) {
            collect(replica, pieces);
        }
    }

    /** That of the first layer looked at, also where training has no use for it. */
    private static float[] inputGradient(Pass pass, int layer) {
        Network network = pass.network();
        if (network.differentiable(network.source(layer))) {
            return pass.gradient(network.source(layer));
        }
        float[] dx = new float[network.shape(layer).features() * pass.lanes().total()];
        network.layers()
                .get(layer)
                .inputGradient(
                        pass, pass.value(network.source(layer)), pass.value(layer + 1), pass.gradient(layer + 1), dx);
        return dx;
    }

    private static void gather(Replica replica, int start) {
        Pass pass = replica.pass();
        Lanes lanes = pass.lanes();
        int[] order = replica.order(1);
        int at = start;
        for (int j = 0; j < lanes.microBatches(); j++) {
            int features = replica.network().input().features();
            replica.data()
                    .train()
                    .gather(order, at, lanes.samples(j), pass.input(), features * lanes.start(j), lanes.width(j));
            at += lanes.samples(j);
        }
        replica.randomness().shard(1, order, start);
    }

    private void collect(Replica replica, List<GradientSync.Piece> pieces) {
        for (GradientSync.Piece piece : pieces) {
            for (int i = piece.from(); i < piece.to(); i++) {
                gradient[i] = piece.values()[i];
            }
        }
        for (Parameter parameter : replica.network().parameters()) {
            for (int i = parameter.from(); parameter.role().fromStatistics() && i < parameter.to(); i++) {
                gradient[i] = replica.reduced()[i];
            }
        }
    }

    /** Lanes beyond a micro-batch's samples are zero, or they would enter sums. */
    private static void seePadding(Pass pass, float[] values, Shape shape) {
        Lanes lanes = pass.lanes();
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int f = 0; f < shape.features(); f++) {
                int row = shape.features() * lanes.start(j) + f * lanes.width(j);
                for (int s = lanes.samples(j); s < lanes.width(j); s++) {
                    assertEquals(0f, Math.abs(values[row + s]), "padding of feature " + f);
                }
            }
        }
    }

    private interface Visitor {
        void visit(int sample, int feature, int at);
    }

    private static void visit(Pass pass, int start, int features, Visitor visitor) {
        Lanes lanes = pass.lanes();
        int sample = start;
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int s = 0; s < lanes.samples(j); s++) {
                for (int f = 0; f < features; f++) {
                    visitor.visit(sample, f, features * lanes.start(j) + f * lanes.width(j) + s);
                }
                sample++;
            }
        }
    }

    private static void read(Pass pass, float[] values, int start, double[][] into) {
        visit(pass, start, into[0].length, (sample, feature, at) -> into[sample][feature] = values[at]);
    }

    private static void write(Pass pass, float[] values, int start, double[][] from) {
        Arrays.fill(values, 0, from[0].length * pass.lanes().total(), 0f);
        visit(pass, start, from[0].length, (sample, feature, at) -> values[at] = (float) from[sample][feature]);
    }
}
