package dev.evenkeel.data;

/** Refuses data that this JVM cannot hold, before an OutOfMemoryError would. */
final class Heap {
    private static final long MIB = 1 << 20;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Heap() {}

    /**
     * The length of an array for so many values, where the heap could hold it beside nothing else.
     *
     * @param what the file or data, for the message
     * @throws DataException where it could not
     */
    static int arrayLength(long values, int bytesEach, String what) {
        if (values > LONGEST_ARRAY) {
            throw new DataException(
                    what + " has " + values + " values; more than " + LONGEST_ARRAY + " in one part are not supported");
        }
        long heap = Runtime.getRuntime().maxMemory();
        long bytes = values * bytesEach;
        if (bytes > heap) {
            throw new DataException(what + " needs " + (bytes + MIB - 1) / MIB + " MiB of memory and the heap has "
                    + heap / MIB + " MiB: allow more with EVENKEEL_JAVA_OPTS=-Xmx…");
        }
        return (int) values;
    }

    /** The refusal of data that turned out not to fit. */
    static DataException tooSmall(OutOfMemoryError error) {
        long heap = Runtime.getRuntime().maxMemory();
        return new DataException(
                "the data does not fit into the heap of " + heap / MIB
                        + " MiB: allow more with EVENKEEL_JAVA_OPTS=-Xmx…",
                error);
    }
}
