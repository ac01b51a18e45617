package dev.evenkeel.reduce;

import java.util.Collections;
import java.util.List;

/**
 * How large a portion of each step every member is to compute, by rank, in proportion to the others': 3, 3 and 1 give the third one a
 * seventh, as nearly as whole micro-batches allow.
 *
 * @param parts none negative, one at least positive
 */
public record Portions(List<Integer> parts) {
    public Portions {
        parts = List.copyOf(parts);
        if (parts.stream().anyMatch(part -> part < 0) || parts.stream().allMatch(part -> part == 0)) {
            throw new IllegalArgumentException("portions must not be negative, nor all 0: " + parts);
        }
    }

    /** The same for each of so many members. */
    public static Portions even(int members) {
        return new Portions(Collections.nCopies(members, 1));
    }

    /** Whether they are all the same. */
    public boolean areEven() {
        return parts.stream().distinct().count() == 1;
    }

    public int members() {
        return parts.size();
    }

    /**
     * So many micro-batches, cut in proportion: one after the other goes to whom it belongs most (D'Hondt's method), among equals to
     * the one in front.
     */
    int[] of(int microBatches) {
        int[] dealt = new int[members()];
        for (int i = 0; i < microBatches; i++) {
            int next = 0;
            for (int member = 1; member < dealt.length; member++) {
                // parts / (dealt + 1), compared without division
                if ((long) parts.get(member) * (dealt[next] + 1) > (long) parts.get(next) * (dealt[member] + 1)) {
                    next = member;
                }
            }
            dealt[next]++;
        }
        return dealt;
    }
}
