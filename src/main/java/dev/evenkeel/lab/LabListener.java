package dev.evenkeel.lab;

/** Hears how far the laboratory has come. Called by several threads, one at a time per trial. */
public interface LabListener {
    /** Before the first trial. */
    void begins(int trials);

    /** A trial is done. */
    void observed(Experiment experiment, Trial trial, double seconds);

    /** A trial was done before. */
    void known(Experiment experiment, Trial trial);
}
