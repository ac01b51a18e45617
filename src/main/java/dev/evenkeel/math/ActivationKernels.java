package dev.evenkeel.math;

/**
 * Element-wise activations over the first {@code n} floats of a buffer, padding and all, and their derivatives. Input and
 * output may be the same array, likewise {@code dy} and {@code dx}. exp, sigmoid and tanh are those of {@link Elementary}.
 */
public interface ActivationKernels {
    /** √(2/π), to float. */
    float GELU_C = 0.7978846f;

    float GELU_A = 0.044715f;

    /** 3·0.044715, to float. */
    float GELU_3A = 0.134145f;

    /** {@code y = max(x, +0)}; not a number stays one, −0 becomes +0. */
    void relu(float[] x, float[] y, int n);

    /** {@code dx = y > 0 ? dy : +0}, where y is the output: +0, positive or not a number; where y is not a number, dx = dy. */
    void reluBackward(float[] y, float[] dy, float[] dx, int n);

    /** {@code y = x < 0 ? slope·x : x}; −0 and not a number are not below 0. */
    void leakyRelu(float[] x, float[] y, float slope, int n);

    /** {@code dx = x < 0 ? slope·dy : dy}. */
    void leakyReluBackward(float[] x, float[] dy, float[] dx, float slope, int n);

    /** {@code y = } {@link Elementary#sigmoid}. Padding becomes 0.5: clear it with {@link #clearPadding}. */
    void sigmoid(float[] x, float[] y, int n);

    /** {@code dx = dy · (y · (1 − y))}. */
    void sigmoidBackward(float[] y, float[] dy, float[] dx, int n);

    /** {@code y = } {@link Elementary#tanh}. */
    void tanh(float[] x, float[] y, int n);

    /** {@code dx = dy · fma(−y, y, 1)}. */
    void tanhBackward(float[] y, float[] dy, float[] dx, int n);

    /**
     * The tanh form of gelu (Hendrycks and Gimpel 2016): {@code u = c·fma(a·(x·x), x, x)} with c = {@link #GELU_C} and
     * a = {@link #GELU_A}, {@code y = (0.5·x)·(1 + tanh u)}.
     */
    void gelu(float[] x, float[] y, int n);

    /** {@code t = tanh u; dx = dy·fma((0.5·x)·fma(−t, t, 1), c·fma(3a, x·x, 1), 0.5·(1 + t))}, u as in {@link #gelu}. */
    void geluBackward(float[] x, float[] dy, float[] dx, int n);

    /**
     * Counts what micro-batch j of a buffer has that is not 0 (−0 is, not a number is not): {@code active[at + c]} grows by the
     * samples for which channel c has such a value at some position; returns the number of such values. Integers: in any order.
     */
    long countActive(float[] y, int channels, int plane, Lanes lanes, int microBatch, int[] active, int at);

    /** The number of values of micro-batch j below {@code low} or above {@code high}, which have 0 between them. */
    long countBeyond(float[] x, int features, Lanes lanes, int microBatch, float low, float high);

    /** Writes +0 into the padding lanes of every micro-batch of a buffer of that many features. */
    void clearPadding(float[] x, int features, Lanes lanes);
}
