package dev.evenkeel.bench;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where the time of training steps went, by samples.
 *
 * @param computing share of the time for which a compute thread, in the mean, ran on a processor in each phase
 * @param waiting share for which it did not: for other members, or for a processor
 * @param elsewhere what other threads took meanwhile, coordinator and books among them, of a processor's time
 */
public record PhaseShares(Map<Phase, Double> computing, double waiting, double elsewhere) {
    public PhaseShares {
        computing = Map.copyOf(computing);
    }

    /**
     * @param samples of compute threads
     * @param busy share of the time for which they ran
     */
    static PhaseShares of(Map<Phase, Long> samples, double busy, double elsewhere) {
        double all =
                Math.max(1, samples.values().stream().mapToLong(Long::longValue).sum());
        Map<Phase, Double> shares = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            shares.put(phase, busy * samples.getOrDefault(phase, 0L) / all);
        }
        return new PhaseShares(shares, 1 - busy, elsewhere);
    }
}
