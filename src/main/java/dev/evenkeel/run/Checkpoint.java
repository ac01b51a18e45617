package dev.evenkeel.run;

import dev.evenkeel.train.TrainingState;

/**
 * A state from which a run can go on.
 *
 * @param ledgerHead hash of the ledger's line of the state's step
 */
public record Checkpoint(TrainingState state, String ledgerHead) {}
