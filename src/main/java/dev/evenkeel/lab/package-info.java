/**
 * The laboratory: sentences of an article on batch normalization, each measured.
 *
 * <p>An {@link dev.evenkeel.lab.Experiment} is a set of {@link dev.evenkeel.lab.Trial}s, jobs that {@link dev.evenkeel.lab.Lab}
 * submits through the public API, and a pure function from what was observed of them to
 * {@link dev.evenkeel.lab.Claim}s with their verdicts. Its parameters stand in a file of their own and were committed before
 * anybody had seen results; the rules of the verdicts are functions with tests that go both ways.
 *
 * <p>Most experiments ask how well a network learns under some setting. They are declarations: a {@link dev.evenkeel.lab.Grid} of
 * nets, arms, values and seeds, of which {@link dev.evenkeel.lab.LearningMeasure} takes the same figures every time;
 * {@link dev.evenkeel.lab.Findings} asks them per combination and draws them.
 *
 * <p>What a trial shows depends on its job alone, so {@code lab.json} is the same, byte for byte, on any number of workers, and
 * an {@link dev.evenkeel.lab.Observation} that was made once need not be made again: they are kept in the output folder under
 * the job's digest. Where an experiment has to look into a network while it trains, it does not disturb the job: it computes
 * the run's steps a second time, alone, with {@link dev.evenkeel.train.Probe}, and holds them against the run's ledger.
 *
 * <p>Logarithms and powers are those of {@link java.lang.StrictMath}, sums go in order: the figures have one value.
 */
package dev.evenkeel.lab;
