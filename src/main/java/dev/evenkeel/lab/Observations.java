package dev.evenkeel.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was observed of every trial of an experiment, by its key.
 *
 * @param seconds that trials took, where that is known: the only thing here that does not depend on the jobs alone
 */
public record Observations(Map<String, Observation> byTrial, Map<String, Double> seconds) {
    public Observations {
        byTrial = new LinkedHashMap<>(byTrial);
        seconds = new LinkedHashMap<>(seconds);
    }

    public Observation of(Trial trial) {
        if (!byTrial.containsKey(trial.key())) {
            throw new IllegalArgumentException("nothing was observed of the trial " + trial.key());
        }
        return byTrial.get(trial.key());
    }

    OptionalDouble seconds(Trial trial) {
        return seconds.containsKey(trial.key()) ? OptionalDouble.of(seconds.get(trial.key())) : OptionalDouble.empty();
    }
}
