package dev.evenkeel.math;

/**
 * Scratch memory for kernels, kept from call to call so that a step allocates nothing. One per replica; only its compute
 * thread uses it. What a slot holds is undefined when a kernel starts.
 */
public final class Workspace {
    private float[][] slots = new float[4][];

    /** A buffer of at least {@code size} floats; the same one for the same slot as long as it is large enough. */
    public float[] floats(int slot, int size) {
        if (slots[slot] == null || slots[slot].length < size) {
            slots[slot] = new float[size];
        }
        return slots[slot];
    }
}
