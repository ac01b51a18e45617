package dev.evenkeel.train;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.HealthSpec;

/** Health settings for tests. */
final class Healths {
    private Healths() {}

    /** The same, with that bound on gradient norms and what follows beyond it. */
    static HealthSpec exploding(HealthSpec health, double norm, Action action) {
        return new HealthSpec(
                health.enabled(),
                health.everySteps(),
                health.patience(),
                health.rateFactor(),
                health.vanishingGradient(),
                health.vanishingWithDepth(),
                new HealthSpec.ExplodingGradient(norm, 100, action),
                health.nonFinite(),
                health.deadRelu(),
                health.saturatedActivation(),
                health.poorInitialization(),
                health.updateRatio(),
                health.lossNotDecreasing());
    }
}
