package dev.evenkeel.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The job that the matrix runs: every layer that can tell a worker from another, in sizes that divide by nothing. */
final class MatrixJob {
    private static final String TEXT = """
            name = matrix
            data { type = digits }
            augment = [ { type = random-crop, padding = 1 }, { type = random-horizontal-flip } ]
            layers = [
              { type = conv2d, filters = 5, kernel = 3, padding = 1, bias = false }, { type = batch-norm }, { type = relu }
              { type = max-pool, size = 2 }
              { type = residual, body = [
                { type = conv2d, filters = 5, kernel = 3, padding = 1 }, { type = batch-norm }
              ] }
              { type = relu }
              { type = dense, units = 33, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.1 }
              { type = dense, units = 17 }, { type = tanh }, { type = batch-norm }
              { type = dense, units = 13 }, { type = gelu }
              { type = dense, units = 10 }
            ]
            gradient-clip { norm = 2 }
            schedule { type = step, every-epochs = 1, factor = 0.5, warmup-epochs = 0.3 }
            micro-batch = 16
            """;

    private MatrixJob() {}

    static Path write(Path folder) throws IOException {
        Path file = folder.resolve("matrix.conf");
        if (!Files.exists(file)) {
            Files.writeString(file, TEXT);
        }
        return file;
    }

    static List<String> settings(int batch, String scope, String optimizer, int epochs) {
        return List.of(
                "batch-size=" + batch, "batch-norm.scope=" + scope, "optimizer=" + optimizer, "epochs=" + epochs);
    }
}
