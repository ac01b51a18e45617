package dev.evenkeel.math;

/**
 * Scratch memory for kernels, kept from call to call so that a step allocates nothing. One per replica; only its compute
 * thread uses it. What a slot holds is undefined when a kernel starts.
 */
public final class Workspace {
    /** Buffers of each kind. */
    static final int SLOTS = 4;

    private final float[][] floats = new float[SLOTS][];
    private final double[][] doubles = new double[SLOTS][];

    /** A buffer of at least {@code size} floats; the same one for the same slot as long as it is large enough. */
    public float[] floats(int slot, int size) {
        if (floats[slot] == null || floats[slot].length < size) {
            floats[slot] = new float[size];
        }
        return floats[slot];
    }

    /** The same for doubles, in slots of their own. */
    public double[] doubles(int slot, int size) {
        if (doubles[slot] == null || doubles[slot].length < size) {
            doubles[slot] = new double[size];
        }
        return doubles[slot];
    }
}
