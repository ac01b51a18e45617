package dev.evenkeel.math;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One number that tells whether this JVM, on this processor, computes what the arithmetic contract says: a SHA-256 over the
 * results of every kernel and of the keyed random numbers on a small fixed input. Cheap enough for every start, join and resume.
 */
public final class KnownAnswer {
    /** The digest of {@link Arithmetic#VERSION}. */
    public static final String EXPECTED = "9df5cf14a83e5a8550b26cb9481d2765c186ffbe29059da1ccf755327dfa8785";

    /** As small as it can be and still fill no tile of the matrix kernels and no vector: interpreted vectors are slow. */
    private static final int ROWS = 9;

    private static final int COLUMNS = 5;
    private static final int CLASSES = 3;
    private static final int PLANE = 2;
    private static final int CHANNELS = 2;
    private static final int ELEMENTS = 37;
    private static final int FILTERS = 9;
    private static final ConvolutionShape CONVOLUTION =
            new ConvolutionShape(2, 4, 3, FILTERS, new Window(3, 2, 2, 1, 1, 1));
    private static final PoolingShape POOLING = new PoolingShape(2, 3, 4, new Window(2, 2, 1, 2, 0, 0));
    private static final Lanes LANES = Lanes.of(17, 3, 2);
    private static final int SAMPLES = 22;
    private static final int[] BOUNDS = {0, 3};

    private static final long SEED = 42;

    private final Kernels kernels;
    private final MessageDigest sha = sha256();

    private KnownAnswer(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Refuses kernels that compute something else than the contract says.
     *
     * @throws KernelException if they do
     */
    public static void verify(Kernels kernels) {
        String digest = of(kernels);
        if (!digest.equals(EXPECTED)) {
            throw new KernelException(
                    "the " + kernels.name() + " kernels break arithmetic version " + Arithmetic.VERSION
                            + " on this machine (" + System.getProperty("java.vm.name") + " "
                            + System.getProperty("java.vm.version") + ", " + System.getProperty("os.arch")
                            + "): known-answer digest " + digest + ", expected " + EXPECTED);
        }
    }

    /** The digest of what these kernels compute, in hex. */
    public static String of(Kernels kernels) {
        KnownAnswer answer = new KnownAnswer(kernels);
        answer.matrix();
        answer.convolution();
        answer.pooling();
        answer.batchNorm();
        answer.activation();
        answer.loss();
        answer.parameter();
        answer.random();
        return HexFormat.of().formatHex(answer.sha.digest());
    }

    private void matrix() {
        MatrixKernels matrix = kernels.matrix();
        float[] w = normals(1, ROWS * COLUMNS);
        float[] x = buffer(2, COLUMNS);
        float[] y = new float[ROWS * LANES.total()];
        PackedMatrix a = matrix.packing(ROWS, COLUMNS);
        matrix.pack(w, 0, false, a);
        matrix.multiply(a, x, y, LANES);
        kernels.bias().add(y, ROWS, 1, w, 0, LANES);
        take(y);
        PackedMatrix b = matrix.packing(COLUMNS, ROWS);
        float[] dx = new float[COLUMNS * LANES.total()];
        matrix.pack(w, 0, true, b);
        matrix.multiply(b, y, dx, LANES);
        take(dx);
        float[][] gradient = new float[1][ROWS * COLUMNS + ROWS];
        matrix.weightGradient(y, ROWS, x, COLUMNS, LANES, BOUNDS, gradient, 0, new Workspace());
        kernels.bias().gradient(y, ROWS, 1, LANES, BOUNDS, gradient, ROWS * COLUMNS);
        take(gradient[0]);
    }

    private void convolution() {
        ConvolutionKernels convolution = kernels.convolution();
        int plane = CONVOLUTION.outputHeight() * CONVOLUTION.outputWidth();
        int weights = CONVOLUTION.weights();
        float[] w = normals(13, weights + FILTERS);
        float[] x = buffer(14, CONVOLUTION.inputs());
        float[] y = new float[CONVOLUTION.outputs() * LANES.total()];
        float[] dx = new float[x.length];
        Workspace workspace = new Workspace();
        PackedFilters forward = convolution.packing(CONVOLUTION, false);
        convolution.pack(w, 0, forward);
        convolution.forward(forward, x, y, LANES, workspace);
        kernels.bias().add(y, FILTERS, plane, w, weights, LANES);
        PackedFilters backward = convolution.packing(CONVOLUTION, true);
        convolution.pack(w, 0, backward);
        convolution.inputGradient(backward, y, dx, LANES, workspace);
        float[][] gradient = new float[1][weights + FILTERS];
        convolution.weightGradient(CONVOLUTION, y, x, LANES, BOUNDS, gradient, 0, workspace);
        kernels.bias().gradient(y, FILTERS, plane, LANES, BOUNDS, gradient, weights);
        take(y, dx, gradient[0]);
    }

    private void pooling() {
        PoolingKernels pooling = kernels.pooling();
        float[] x = buffer(15, POOLING.inputs());
        float[] dy = buffer(16, POOLING.outputs());
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        pooling.max(POOLING, x, y, LANES);
        pooling.maxBackward(POOLING, x, y, dy, dx, LANES);
        take(y, dx);
        pooling.average(POOLING, x, y, LANES);
        pooling.averageBackward(POOLING, dy, dx, LANES);
        take(y, dx);
    }

    private void batchNorm() {
        BatchNormKernels norm = kernels.batchNorm();
        Workspace workspace = new Workspace();
        float[] x = buffer(3, CHANNELS * PLANE);
        float[] dy = buffer(4, CHANNELS * PLANE);
        float[] y = new float[x.length];
        float[] terms = normals(5, 5 * CHANNELS);
        double[][] sums = new double[4][CHANNELS];
        for (int j = 0; j < LANES.microBatches(); j++) {
            norm.moments(x, CHANNELS, PLANE, LANES, j, sums[0], sums[1], 0, workspace);
            NormalizationTerms normalization = NormalizationTerms.of(CHANNELS);
            for (int c = 0; c < CHANNELS; c++) {
                normalization.set(c, sums[0][c], sums[1][c] / (PLANE * LANES.samples(j)), 1e-5);
            }
            norm.normalize(x, y, CHANNELS, PLANE, LANES, j, normalization, terms, 0, terms, CHANNELS);
            norm.backwardSums(x, dy, CHANNELS, PLANE, LANES, j, normalization, sums[2], sums[3], 0, workspace);
            float[] means = Arrays.copyOfRange(terms, 3 * CHANNELS, 4 * CHANNELS);
            float[] slopes = Arrays.copyOfRange(terms, 4 * CHANNELS, 5 * CHANNELS);
            norm.backward(x, dy, dy, CHANNELS, PLANE, LANES, j, normalization, terms, means, slopes);
            Arrays.stream(sums).forEach(this::take);
        }
        take(y);
        take(dy);
    }

    private void activation() {
        ActivationKernels activation = kernels.activation();
        float[] x = normals(6, ELEMENTS);
        for (int i = 0; i < x.length; i += 3) {
            x[i] = x[i] * 40;
        }
        x[0] = Float.NEGATIVE_INFINITY;
        x[1] = Float.POSITIVE_INFINITY;
        x[2] = -0f;
        int n = x.length;
        float[] dy = normals(7, n);
        float[] y = new float[n];
        float[] dx = new float[n];
        activation.relu(x, y, n);
        activation.reluBackward(y, dy, dx, n);
        take(y, dx);
        activation.leakyRelu(x, y, 0.01f, n);
        activation.leakyReluBackward(x, dy, dx, 0.01f, n);
        take(y, dx);
        activation.sigmoid(x, y, n);
        activation.sigmoidBackward(y, dy, dx, n);
        take(y, dx);
        activation.tanh(x, y, n);
        activation.tanhBackward(y, dy, dx, n);
        take(y, dx);
        x[0] = -9;
        x[1] = 9;
        activation.gelu(x, y, n);
        activation.geluBackward(x, dy, dx, n);
        take(y, dx);
        int[] active = new int[CHANNELS];
        float[] values = buffer(15, CHANNELS * PLANE);
        for (int j = 0; j < LANES.microBatches(); j++) {
            take(activation.countActive(values, CHANNELS, PLANE, LANES, j, active, 0));
            take(activation.countBeyond(values, CHANNELS * PLANE, LANES, j, -1f, 1f));
        }
        Arrays.stream(active).forEach(this::take);
    }

    private void loss() {
        LossKernels loss = kernels.loss();
        float[] logits = buffer(8, CLASSES);
        float[] targets = normals(9, SAMPLES * CLASSES);
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = i * 5 % CLASSES;
        }
        float[] gradient = new float[logits.length];
        float[] other = new float[logits.length];
        double[] sums = new double[4];
        int first = 0;
        for (int j = 0; j < LANES.microBatches(); j++) {
            loss.softmaxCrossEntropy(logits, CLASSES, LANES, j, labels, first, 1f / SAMPLES, gradient, sums, 0);
            loss.meanSquaredError(logits, CLASSES, LANES, j, targets, first, 1f / SAMPLES, other, sums, 2);
            take(sums);
            first += LANES.samples(j);
        }
        kernels.activation().clearPadding(gradient, CLASSES, LANES);
        take(gradient, other);
    }

    private void parameter() {
        ParameterKernels parameter = kernels.parameter();
        int n = ELEMENTS;
        float[] w = normals(10, n);
        float[] g = normals(11, n);
        float[] v = normals(12, n);
        parameter.sgd(w, g, v, 1, n, 0.1f, 0.9f, false, 1e-4f, 0.75f);
        parameter.sgd(w, g, v, 2, n, 0.1f, 0.9f, true, 0f, 1f);
        float[] m = normals(13, n);
        float[] squares = normals(14, n);
        for (int i = 0; i < n; i++) {
            squares[i] = squares[i] * squares[i];
        }
        AdamTerms terms = new AdamTerms(0.9f, 0.1f, 0.99f, 0.01f, 0.02f, 1.5f, 1e-8f, 1e-4f, 0.999f, 0.75f);
        parameter.adam(w, g, m, squares, 1, n, terms);
        parameter.lars(w, g, v, 2, n, 0.1f, 0.9f, 1e-4f, 0.75f);
        parameter.add(w, g, g, 3, n);
        take(w, g, v, m, squares);
        take(new double[] {
            parameter.sumOfSquares(w, 1, n),
            parameter.sumOfMagnitudes(w, 1, n),
            parameter.sumOfDifferences(w, 1, n, g, 0),
            parameter.largestMagnitude(w, 1, n)
        });
        take(parameter.digest(w, 1, n, SEED));
    }

    private void random() {
        for (int i : KeyedRandom.permutation(31, SEED, 7)) {
            take(i);
        }
        int[] words = new int[6];
        KeyedRandom.features(words, SEED, 1, 2, 3);
        for (int word : words) {
            take(word);
        }
        take(KeyedRandom.bits(SEED, 16, 1, 2, 3));
    }

    private static float[] normals(int stream, int n) {
        float[] values = new float[n];
        KeyedRandom.normals(SEED, stream, values, 0, n, 1);
        return values;
    }

    /** A buffer of that many features: samples normally distributed, padding zero. */
    private static float[] buffer(int stream, int features) {
        float[] values = normals(stream, features * LANES.total());
        KernelSets.plain().activation().clearPadding(values, features, LANES);
        return values;
    }

    private void take(float[]... arrays) {
        for (float[] values : arrays) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
            bytes.asFloatBuffer().put(values);
            sha.update(bytes);
        }
    }

    private void take(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        bytes.asDoubleBuffer().put(values);
        sha.update(bytes);
    }

    private void take(long value) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
