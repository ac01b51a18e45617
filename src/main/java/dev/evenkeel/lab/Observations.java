package dev.evenkeel.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was observed of every trial of an experiment, by its key. */
public record Observations(Map<String, Observation> byTrial) {
    public Observations {
        byTrial = new LinkedHashMap<>(byTrial);
    }

    public Observation of(Trial trial) {
        if (!byTrial.containsKey(trial.key())) {
            throw new IllegalArgumentException("nothing was observed of the trial " + trial.key());
        }
        return byTrial.get(trial.key());
    }
}
