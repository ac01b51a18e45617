package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is taken from the run of a trial. */
public interface Measure {
    /** Tells measures apart: one that takes anything else, or takes it elsewhere, has another name. */
    String id();

    /** Figures that depend on the job alone. */
    ObjectNode of(TrialRun run);
}
