package dev.evenkeel.train;

/**
 * A step has met an infinity or not-a-number, before anything was updated. Every member throws the same, since all look at reduced
 * values; what follows is the job's setting.
 */
final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where it is no layer's. */
    static final int NO_LAYER = -1;

    private final int layer;

    /**
     * @param layer index in the network, or {@link #NO_LAYER}
     * @param what a sentence without a full stop
     */
    NotFinite(int layer, String what) {
        super(what, null, false, false);
        this.layer = layer;
    }

    int layer() {
        return layer;
    }
}
