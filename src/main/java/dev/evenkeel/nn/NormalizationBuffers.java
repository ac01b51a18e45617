package dev.evenkeel.nn;

import dev.evenkeel.math.NormalizationTerms;

/**
 * What one replica's batch-norm layer normalizes by, per statistics group, and which group each local micro-batch belongs to.
 * Filled by the step when the exchanged sums are in; compute thread only.
 */
public final class NormalizationBuffers {
    /** Statistics of one group: the forward terms, and the means of the backward sums. */
    public record Group(NormalizationTerms terms, float[] meanDy, float[] meanDyXhat) {
        private static Group of(int channels) {
            return new Group(NormalizationTerms.of(channels), new float[channels], new float[channels]);
        }
    }

    private final int channels;
    private final float[] scale;
    private final Group single;
    private Group[] groups = new Group[0];
    private int[] groupOf = new int[0];

    NormalizationBuffers(int channels) {
        this.channels = channels;
        this.scale = new float[channels];
        this.single = Group.of(channels);
    }

    /** Prepares for statistics by group: local micro-batch j belongs to group {@code groupOf[j]}. */
    public void useGroups(int count, int[] groupOf) {
        if (groups.length < count) {
            Group[] grown = new Group[count];
            for (int g = 0; g < count; g++) {
                grown[g] = g < groups.length ? groups[g] : Group.of(channels);
            }
            groups = grown;
        }
        this.groupOf = groupOf;
    }

    public Group group(int group) {
        return groups[group];
    }

    NormalizationTerms single() {
        return single.terms();
    }

    void useSingle(int microBatches) {
        groupOf = new int[microBatches];
        groups = new Group[] {single};
    }

    NormalizationTerms terms(int microBatch) {
        return groups[groupOf[microBatch]].terms();
    }

    float[] meanDy(int microBatch) {
        return groups[groupOf[microBatch]].meanDy();
    }

    float[] meanDyXhat(int microBatch) {
        return groups[groupOf[microBatch]].meanDyXhat();
    }

    float[] scale() {
        return scale;
    }
}
