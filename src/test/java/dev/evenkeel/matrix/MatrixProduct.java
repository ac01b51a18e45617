package dev.evenkeel.matrix;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.job.JobReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs every combination that one JVM can: a program of its own, started by {@link FingerprintProductIT} with the JDK and the
 * flags of the others. Prints the kernels, then a line each: fingerprint, and what was run.
 */
public final class MatrixProduct {
    private MatrixProduct() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path job = MatrixJob.write(folder);
        int run = 0;
        for (int workers : Combination.WORKERS) {
            try (Evenkeel evenkeel = Evenkeel.local(workers)) {
                System.out.println("kernels " + evenkeel.kernels());
                for (int batch : Combination.BATCHES) {
                    for (String scope : Combination.SCOPES) {
                        RunOptions whole = RunOptions.defaults().in(folder.resolve("run-" + run++));
                        print(workers, batch, scope, false, train(evenkeel, job, batch, scope, 2, whole));
                        RunOptions half = RunOptions.defaults().in(folder.resolve("run-" + run++));
                        train(evenkeel, job, batch, scope, 1, half);
                        print(workers, batch, scope, true, train(evenkeel, job, batch, scope, 2, half.resuming()));
                    }
                }
            }
        }
        Files.writeString(folder.resolve("done"), "");
    }

    private static void print(int workers, int batch, String scope, boolean resumed, String fingerprint) {
        System.out.println(fingerprint + "|" + workers + "|" + batch + "|" + scope + "|" + resumed);
    }

    private static String train(Evenkeel evenkeel, Path job, int batch, String scope, int epochs, RunOptions options) {
        return evenkeel.submit(JobReader.read(job, MatrixJob.settings(batch, scope, epochs)), options)
                .result()
                .toCompletableFuture()
                .orTimeout(300, TimeUnit.SECONDS)
                .join()
                .fingerprint();
    }
}
