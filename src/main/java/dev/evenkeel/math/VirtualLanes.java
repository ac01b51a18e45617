package dev.evenkeel.math;

/** The stated tree in which the 16 virtual lanes of a sum are folded: for h = 8, 4, 2, 1: lane[i] = lane[i] + lane[i + h]. */
public final class VirtualLanes {
    public static final int COUNT = Lanes.MULTIPLE;

    private VirtualLanes() {}

    /** Folds the 16 lanes from {@code at} on in float. */
    public static float fold(float[] lanes, int at) {
        float a = (lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]);
        float b = (lanes[at + 1] + lanes[at + 9]) + (lanes[at + 5] + lanes[at + 13]);
        float c = (lanes[at + 2] + lanes[at + 10]) + (lanes[at + 6] + lanes[at + 14]);
        float d = (lanes[at + 3] + lanes[at + 11]) + (lanes[at + 7] + lanes[at + 15]);
        return (a + c) + (b + d);
    }

    /** Folds 16 lanes in double, overwriting them. */
    public static double fold(double[] lanes) {
        for (int h = COUNT / 2; h > 0; h /= 2) {
            for (int i = 0; i < h; i++) {
                lanes[i] = lanes[i] + lanes[i + h];
            }
        }
        return lanes[0];
    }

    /** Widens the 16 lanes from {@code at} on to double, then folds. Written out, because this is on the hot path. */
    public static double foldWidened(float[] lanes, int at) {
        double a = ((double) lanes[at] + lanes[at + 8]) + ((double) lanes[at + 4] + lanes[at + 12]);
        double b = ((double) lanes[at + 1] + lanes[at + 9]) + ((double) lanes[at + 5] + lanes[at + 13]);
        double c = ((double) lanes[at + 2] + lanes[at + 10]) + ((double) lanes[at + 6] + lanes[at + 14]);
        double d = ((double) lanes[at + 3] + lanes[at + 11]) + ((double) lanes[at + 7] + lanes[at + 15]);
        return (a + c) + (b + d);
    }
}
