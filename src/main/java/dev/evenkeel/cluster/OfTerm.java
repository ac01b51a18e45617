package dev.evenkeel.cluster;

/**
 * What a coordinator tells workers and journals. A job has one coordinator at a time, and terms count them: who has promised to
 * serve one ignores all before it, so that one that was given up and wakes is nothing.
 */
interface OfTerm {
    long term();
}
