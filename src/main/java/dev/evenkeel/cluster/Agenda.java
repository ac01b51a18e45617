package dev.evenkeel.cluster;

import dev.evenkeel.train.Course;
import dev.evenkeel.train.Course.Act;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What is due at a job: the acts that {@link Course} names, one after another, each as soon as it may begin. What others may build
 * on, a checkpoint, a model, an end, waits until a majority of the nodes agrees. Coordinator only.
 */
final class Agenda {
    private final Course course;
    private final Deque<Act> acts = new ArrayDeque<>();
    private boolean stopWished;
    private boolean agreed;
    private boolean doubted;

    Agenda(Course course) {
        this.course = course;
    }

    /** What to do about the next act. */
    sealed interface Next {
        /** Nothing, until somebody has answered; or there is none. */
        record Wait() implements Next {}

        /** It publishes something: a majority is to be asked first. */
        record AskMajority() implements Next {}

        /** It is due, and no longer on the agenda. */
        record Do(Act act) implements Next {}
    }

    /** The workers are ready, with the state of that step. */
    void begin(long step) {
        acts.addAll(stopWished ? course.stopAtOnce() : course.start(step));
    }

    /** They have trained up to that step, and stand. */
    void stand(long step) {
        acts.addAll(step == 0 && !stopWished ? course.start(0) : course.at(step, stopWished));
    }

    /** Whether the job is to end early, when the workers stand. */
    void wishStop(boolean wished) {
        stopWished = wished;
    }

    boolean stopWished() {
        return stopWished;
    }

    /** As they stand already, with nothing to do. */
    void stopAtOnce() {
        acts.addAll(course.stopAtOnce());
    }

    /**
     * Training goes on while a checkpoint is written; nothing else does, and no second checkpoint piles up behind it.
     *
     * @param saving whether one is being written
     */
    Next next(boolean saving) {
        if (acts.isEmpty() || saving && !(acts.getFirst() instanceof Act.TrainUntil)) {
            return new Next.Wait();
        }
        if (publishes(acts.getFirst()) && !agreed) {
            return new Next.AskMajority();
        }
        agreed = false;
        return new Next.Do(acts.removeFirst());
    }

    private static boolean publishes(Act act) {
        return act instanceof Act.Checkpoint || act instanceof Act.Finish || act instanceof Act.Stop;
    }

    /** Whether an act waits, perhaps for the majority. */
    boolean waits() {
        return !acts.isEmpty();
    }

    /** A majority is behind the next act. */
    void agree() {
        agreed = true;
        doubted = false;
    }

    /** None is, for that reason; gives what an operator is to hear of it, once. */
    Optional<String> refuse(String why) {
        boolean known = doubted;
        doubted = true;
        return known ? Optional.empty() : Optional.of("nothing is published yet, since " + why + "; trying again");
    }
}
