package dev.evenkeel.cluster.node;

import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.math.KnownAnswer;
import java.util.Optional;

/**
 * What nodes must agree on to train together.
 *
 * @param protocol version of the messages between nodes
 * @param arithmetic version of the arithmetic contract
 * @param knownAnswer digest of what the kernels compute
 */
public record Versions(int protocol, int arithmetic, String knownAnswer) {
    /** Moves with every change of a message or a frame that an older node would misread. */
    public static final int PROTOCOL = 11;

    private static final int SHORT = 16;

    /** Those of this build; the kernels at hand were verified against the digest when the node started. */
    public static Versions own() {
        return new Versions(PROTOCOL, Arithmetic.VERSION, KnownAnswer.EXPECTED);
    }

    /**
     * Why another node can't join a cluster with these versions; empty if it can.
     *
     * @param own address of a node of the cluster
     * @param other address of the other node
     */
    public Optional<String> refusal(String own, String other, Versions others) {
        if (others.protocol != protocol) {
            return Optional.of(sentence(own, other, "protocol version", protocol, others.protocol));
        }
        if (others.arithmetic != arithmetic) {
            return Optional.of(sentence(own, other, "arithmetic version", arithmetic, others.arithmetic));
        }
        if (!others.knownAnswer.equals(knownAnswer)) {
            String mine = knownAnswer.substring(0, SHORT);
            String its = others.knownAnswer.substring(0, Math.min(SHORT, others.knownAnswer.length()));
            return Optional.of(sentence(own, other, "known-answer digest", mine, its));
        }
        return Optional.empty();
    }

    private static String sentence(String own, String other, String what, Object mine, Object its) {
        return "node " + other + " has " + what + " " + its + ", but the cluster of node " + own + " has " + mine
                + ": start the same release of Evenkeel on both";
    }
}
