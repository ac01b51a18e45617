package dev.evenkeel.train;

import dev.evenkeel.reduce.Portions;
import java.util.function.BooleanSupplier;

/**
 * How a step's parts travel between the members, seen from one member's compute thread, the only caller. Parts are tagged and
 * sorted by whoever implements it; the step only names phase and index.
 */
public interface Exchange {
    int members();

    /** In what portions the steps are dealt to the members. */
    default Portions portions() {
        return Portions.even(members());
    }

    /**
     * Begins a step from a state with this digest. It goes with everything that is sent in the step; where members began from
     * different states, what they send is not given out.
     */
    default void state(long digest) {}

    int rank();

    /** Sends a part to every other member, and keeps it as this member's own. */
    void toAll(Phase phase, int index, Part.Payload payload);

    /** Sends a part to one member, possibly itself. */
    void to(int member, Phase phase, int index, Part.Payload payload);

    /** Whether every member's part has come. Never waits. */
    boolean complete(Phase phase, int index);

    /**
     * Waits until every member's part has come, and takes them, by rank.
     *
     * @param meanwhile called while parts are missing: does a piece of useful work and says whether it did
     * @throws AttemptAbortedException if the attempt was called off, or members began the step from different states
     * @throws TrainingException if a deadline passes, naming who is missing
     */
    Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile);

    /** Whether this member was asked to stop after the step at hand. */
    boolean pauseWished();
}
