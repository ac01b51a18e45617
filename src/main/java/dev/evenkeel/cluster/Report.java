package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Optional;

/** What a job's workers and journals tell its coordinator; workers are meant by their numbers. */
public sealed interface Report extends Coordinator.Command, Remote {
    /** A worker's reports are counted: see {@link Line}. */
    sealed interface Counted extends Report {
        int worker();
    }

    /** A worker's replica is ready. */
    record Prepared(int worker) implements Counted {}

    /**
     * A worker lives.
     *
     * @param progress a count that moves as long as its compute thread does
     * @param busy whether that thread has something to do, and does not wait for others
     * @param told reports before this
     */
    record Beat(int worker, long progress, boolean busy, long told) implements Report {}

    /** Somebody has not heard all that the coordinator has told. */
    record Missed(String sentence) implements Report {}

    /** A worker has committed a step. */
    record Committed(int worker, int attempt, StepResult result, MessageExchange.Traffic traffic) implements Counted {}

    /** A worker has stopped after this step, and waits. */
    record Standing(int worker, long step) implements Counted {}

    /** A worker's share of the test part. */
    record Evaluated(int worker, long round, double[] nodes) implements Counted {}

    /** A worker can't go on. */
    record WorkerFailed(int worker, String sentence) implements Counted {}

    /** A worker has met what ends the job at a step, and so does every other: perhaps by this verdict. */
    record WorkerJudged(int worker, String sentence, Optional<Verdict> verdict) implements Counted {}

    /** A worker misses a message, or has a damaged one: the attempt can't go on. */
    record Disturbed(int worker, int attempt, String sentence) implements Counted {}

    /**
     * A worker that is recalled tells of a step that it has committed, and that no journal of its node has.
     *
     * @param workers numbers of those who computed it, by rank
     * @param portions in which it was dealt to them
     * @param aborted why the attempts at it before were called off
     */
    record Unrecorded(
            int worker,
            StepResult result,
            MessageExchange.Traffic traffic,
            List<Integer> workers,
            Portions portions,
            List<String> aborted)
            implements Counted {
        long step() {
            return result.batch().step();
        }
    }

    /**
     * A worker has seen that the members of an attempt began a step from different states, and has not gone on.
     *
     * @param step the last that they have committed
     * @param states their digests by rank
     */
    record Differing(int worker, int attempt, long step, List<Long> states) implements Counted {
        public Differing {
            states = List.copyOf(states);
        }
    }

    /**
     * A worker has promised to serve this coordinator, and its compute thread is out of the buffers.
     *
     * @param state counters of its state
     * @param digest of its state, as it is in its memory now
     * @param aborted why attempts at the next step were called off before
     * @param stop the sentence of a verdict that ends the job behind the state's step
     */
    record Recalled(int worker, TrainingState.Counters state, long digest, List<String> aborted, Optional<String> stop)
            implements Counted {}

    /**
     * A worker's compute thread is out of the attempt's buffers, and its state is that of this step.
     *
     * @param digest of the state, as it is in its memory now
     */
    record Aborted(int worker, int attempt, long step, long digest) implements Counted {}

    /** A journal has written the checkpoint that this worker handed it. */
    record Saved(int worker) implements Counted {}

    /** A journal has written the model that this worker handed it. */
    record ModelWritten(int worker, String fingerprint) implements Counted {}

    /**
     * A journal has closed its books, and ends. Death watch can't tell that of every journal: Akka drops, with no more than a debug
     * line, a watch on an actor of a node that the watching node hasn't seen go up yet, though messages come from there. It does
     * tell of lost nodes, watched or not.
     */
    record BooksClosed(ActorRef<Journal.Command> journal) implements Report {}

    /** A journal can't write. */
    record JournalFailed(String sentence) implements Report {}
}
