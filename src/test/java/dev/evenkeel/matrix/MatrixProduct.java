package dev.evenkeel.matrix;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.job.JobReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs every combination that one JVM can: a program of its own, started by {@link FingerprintProductIT} with the JDK and the
 * flags of the others. Prints the kernels, then a line each: fingerprint, and what was run.
 */
public final class MatrixProduct {
    private MatrixProduct() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path file = MatrixJob.write(folder);
        int run = 0;
        for (int workers : Combination.WORKERS) {
            try (Evenkeel evenkeel = Evenkeel.local(workers)) {
                System.out.println("kernels " + evenkeel.kernels());
                for (int batch : Combination.BATCHES) {
                    for (String scope : Combination.SCOPES) {
                        // Three optimizers with every batch size, all four with every scope.
                        int job = Combination.BATCHES.indexOf(batch) + Combination.SCOPES.indexOf(scope);
                        String optimizer = Combination.OPTIMIZERS.get(job % Combination.OPTIMIZERS.size());
                        List<String> two = MatrixJob.settings(batch, scope, optimizer, 2);
                        RunOptions whole = RunOptions.defaults().in(folder.resolve("run-" + run++));
                        print(workers, batch, scope, false, train(evenkeel, file, two, whole));
                        List<String> one = MatrixJob.settings(batch, scope, optimizer, 1);
                        RunOptions half = RunOptions.defaults().in(folder.resolve("run-" + run++));
                        train(evenkeel, file, one, half);
                        print(workers, batch, scope, true, train(evenkeel, file, two, half.resuming()));
                    }
                }
            }
        }
        Files.writeString(folder.resolve("done"), "");
    }

    private static void print(int workers, int batch, String scope, boolean resumed, String fingerprint) {
        System.out.println(fingerprint + "|" + workers + "|" + batch + "|" + scope + "|" + resumed);
    }

    private static String train(Evenkeel evenkeel, Path file, List<String> settings, RunOptions options) {
        return evenkeel.submit(JobReader.read(file, settings), options)
                .result()
                .toCompletableFuture()
                .orTimeout(300, TimeUnit.SECONDS)
                .join()
                .fingerprint();
    }
}
