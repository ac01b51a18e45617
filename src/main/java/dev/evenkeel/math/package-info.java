/**
 * The arithmetic contract: what makes the same job give the same bits on every machine.
 *
 * <p><b>Arithmetic version 1</b> ({@link dev.evenkeel.math.Arithmetic#VERSION}). The table names every operation, its precision
 * and its order; the exact expression stands at the method. {@code fma} rounds once. No operation may be reordered, fused or
 * split beyond what is stated; whatever loop, blocking or vector width computes it, the bits are these.
 *
 * <table>
 * <caption>Operations, all float32 unless stated</caption>
 * <tr><th>operation</th><th>expression and precision</th><th>order of the sum</th></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.MatrixKernels#multiply matrix product}</td>
 *     <td>{@code acc = fma(a, b, acc)} from +0</td><td>one chain, k ascending</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.MatrixKernels#weightGradient weight gradient}</td>
 *     <td>leaf: {@code acc = fma(dy, x, acc)} from +0; node: {@code a + b}</td>
 *     <td>leaf: one chain, samples ascending; leaves by the tree over micro-batches</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ConvolutionKernels#forward convolution}</td>
 *     <td>{@code acc = fma(w, x, acc)} from +0; taps outside the image take no part</td>
 *     <td>one chain: kernel rows, kernel columns, channels, each ascending</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ConvolutionKernels#inputGradient its input gradient}</td>
 *     <td>{@code acc = fma(w, dy, acc)} from +0</td>
 *     <td>one chain: output rows, output columns, filters, each ascending</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ConvolutionKernels#weightGradient its weight gradient}</td>
 *     <td>leaf: {@code lane = fma(dy, x, lane)} from +0; node: {@code a + b}</td>
 *     <td>leaf: 16 virtual lanes over output rows, columns and samples, folded 8-4-2-1 in float; leaves by the tree</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.PoolingKernels pooling}</td>
 *     <td>largest by {@code max}; average {@code (acc + x) / n} from +0; gradients {@code dx + dy}, {@code dx + dy / n} from +0</td>
 *     <td>elements of a window, and windows of an element, row by row</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BiasKernels#add bias}</td><td>{@code y + b}</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BiasKernels#gradient bias gradient}</td><td>{@code a + b} from +0</td>
 *     <td>leaf: 16 virtual lanes, folded 8-4-2-1 in float; leaves by the tree</td></tr>
 * <tr><td>tree over micro-batches</td><td>{@code a + b}</td>
 *     <td>n leaves split at the largest power of two below n, both sides likewise ({@link dev.evenkeel.math.TreeOrder})</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BatchNormKernels#moments batch-norm moments}</td>
 *     <td>two passes, {@code d = x − k}; lanes float, folded and finished in double</td>
 *     <td>16 virtual lanes, elements ascending, folded 8-4-2-1 in double</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BatchNormKernels#normalize normalize}</td>
 *     <td>{@code x̂ = ((x − hi) − lo)·inverse}, {@code fma(x̂, γ, β)}</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BatchNormKernels#backwardSums batch-norm backward sums}</td>
 *     <td>{@code lane + dy}, {@code fma(dy, x̂, lane)}; lanes float, folded in double</td>
 *     <td>16 virtual lanes, elements ascending, folded 8-4-2-1 in double</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.BatchNormKernels#backward batch-norm backward}</td>
 *     <td>{@code scale·fma(−x̂, meanDyXhat, dy − meanDy)}</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.Elementary exp, log, sigmoid, tanh}</td><td>polynomials, stated step by step</td>
 *     <td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ActivationKernels activations}</td><td>stated at each</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.LossKernels losses}</td><td>a sample's softmax in float; losses added in double</td>
 *     <td>classes ascending, samples ascending</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#sumOfSquares sum of squares}</td><td>{@code fma(d, d, lane)} in double</td>
 *     <td>blocks of 4,096 elements; in a block 16 virtual lanes, folded 8-4-2-1</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#sumOfMagnitudes sums of magnitudes and of differences}</td>
 *     <td>{@code lane + |d|} in double</td><td>as the sum of squares</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#sgd SGD step}</td><td>four {@code fma}s, one product</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#adam Adam step}</td><td>five {@code fma}s, products, √, ÷</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#lars LARS step}</td><td>two {@code fma}s, products, {@code w − v}</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.ParameterKernels#digest digest}</td><td>integers</td><td>16 lanes, then chained</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.Philox random bits}</td><td>Philox4x32-10</td><td>–</td></tr>
 * <tr><td>{@linkplain dev.evenkeel.math.KeyedRandom random values}</td>
 *     <td>normal: Box–Muller in double by {@code StrictMath}, rounded once</td><td>–</td></tr>
 * </table>
 *
 * <p><b>16 virtual lanes</b>: a sum over elements e runs in 16 partial sums, e mod 16 choosing one, each from +0 and over
 * increasing e; then for h = 8, 4, 2, 1 lane i takes up lane i + h, for i below h ({@link dev.evenkeel.math.VirtualLanes}).
 * Whatever vectors the hardware has, this is what they compute.
 *
 * <p><b>Padding.</b> Samples stand innermost ({@link dev.evenkeel.math.Lanes}), padded by zeros to a multiple of 16; padding
 * takes part in no sum over samples, or does so as the zeros it is where an operation says so, and is zeroed again by whatever
 * makes it otherwise.
 *
 * <p><b>Not a number</b> has no bits of its own here: its sign and payload differ between compiled and interpreted code and
 * between processors. Where an operation makes one, the contract says that it is one, not which.
 *
 * <p>Outside this table nothing on the way to a model may use a function whose last bit is not specified: no {@code Math.exp},
 * {@code log}, {@code pow}, {@code tanh}, {@code sin}, {@code cos}; {@code StrictMath} where speed does not matter,
 * {@link dev.evenkeel.math.Elementary} where it does.
 */
package dev.evenkeel.math;
