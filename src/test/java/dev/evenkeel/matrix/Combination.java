package dev.evenkeel.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One way to run the matrix's job. Batch size, scope and optimizer are part of the job, so they decide which model comes out; nothing else
 * may.
 */
record Combination(int workers, int batch, String scope, String optimizer, int jdk, String kernels, boolean resumed) {
    static final List<Integer> WORKERS = List.of(1, 2, 3, 5, 7, 8);
    static final List<Integer> BATCHES = List.of(60, 97, 256, 5);
    static final List<String> SCOPES = List.of("global", "micro-batch", "{ group = 3 }");
    static final List<String> OPTIMIZERS = List.of(
            "{ type = sgd, learning-rate = 0.02, weight-decay = 0.001 }",
            "{ type = adam, weight-decay = 0.001 }",
            "{ type = adamw, base-batch-size = 64 }",
            "{ type = lars, weight-decay = 0.001 }");
    static final List<Integer> JDKS = List.of(17, 25);
    static final List<String> KERNELS = List.of("vector-512", "vector-256", "vector-128", "plain");

    /** Settings of the matrix's job. */
    List<String> settings(int epochs) {
        return MatrixJob.settings(batch, scope, optimizer, epochs);
    }

    /** JVMs that it takes: a run that is resumed has two. */
    private double cost() {
        return resumed ? 2 : 1;
    }

    /** Flags that make a JVM compute with these kernels, if the processor can. */
    static String flags(String kernels) {
        return switch (kernels) {
            case "vector-512" -> "-XX:MaxVectorSize=64";
            case "vector-256" -> "-XX:MaxVectorSize=32";
            case "vector-128" -> "-XX:MaxVectorSize=16";
            default -> "-Devenkeel.kernels=plain";
        };
    }

    private static final int ATTEMPTS = 5000;

    /** Few combinations, in few JVMs, in which every pair of values of two dimensions occurs at least once. The same ones every time. */
    static List<Combination> pairs() {
        int[] sizes = {WORKERS.size(), BATCHES.size(), SCOPES.size(), OPTIMIZERS.size(), JDKS.size(), KERNELS.size(), 2
        };
        boolean[][][][] covered = new boolean[sizes.length][sizes.length][8][8];
        Random random = new Random(1);
        List<Combination> chosen = new ArrayList<>();
        while (true) {
            int[] best = {};
            double most = 0;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int[] values = Arrays.stream(sizes).map(random::nextInt).toArray();
                double gain = gain(values, covered, false) / of(values).cost();
                if (gain > most) {
                    most = gain;
                    best = values;
                }
            }
            if (most == 0) {
                return chosen;
            }
            gain(best, covered, true);
            chosen.add(of(best));
        }
    }

    private static int gain(int[] values, boolean[][][][] covered, boolean cover) {
        int gain = 0;
        for (int a = 0; a < values.length; a++) {
            for (int b = a + 1; b < values.length; b++) {
                gain += covered[a][b][values[a]][values[b]] ? 0 : 1;
                covered[a][b][values[a]][values[b]] |= cover;
            }
        }
        return gain;
    }

    private static Combination of(int[] values) {
        return new Combination(
                WORKERS.get(values[0]),
                BATCHES.get(values[1]),
                SCOPES.get(values[2]),
                OPTIMIZERS.get(values[3]),
                JDKS.get(values[4]),
                KERNELS.get(values[5]),
                values[6] == 1);
    }
}
