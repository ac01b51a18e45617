package dev.evenkeel.cluster;

import dev.evenkeel.train.Part;

/**
 * Carries a part to a member's worker. Within a JVM by reference; a part and what it refers to must not change once handed
 * over. Called by compute threads; never blocks.
 */
@FunctionalInterface
public interface Transport {
    /**
     * @param member rank of the receiver, never the sender's own
     */
    void send(int member, Part part);
}
