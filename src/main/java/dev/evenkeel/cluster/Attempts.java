package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.reduce.Portions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job's attempts at its steps, one after another: the plan that stands, the book of what its members report, and the barrier
 * that ends it when it is called off. An attempt lasts for as many steps as nothing disturbs. Coordinator only.
 */
final class Attempts {
    private final String job;
    private final long term;
    private final Set<Integer> judged = new HashSet<>();
    private int number;
    private Optional<Plan> plan = Optional.empty();
    private Optional<Plan> last = Optional.empty();
    private Optional<StepBook> book = Optional.empty();
    private Optional<Barrier> barrier = Optional.empty();
    private Optional<Recollection> recollection = Optional.empty();
    private final Map<Integer, Report.Recalled> recalled = new HashMap<>();
    private long recorded;

    /** @param term counts the job's coordinators */
    Attempts(String job, long term) {
        this.job = job;
        this.term = term;
    }

    /**
     * What an attempt that was called off has left.
     *
     * @param level of those who go on
     * @param committed steps that not every member had reported yet
     * @param reasons why attempts at the next step were called off
     */
    record Left(Level level, List<StepBook.Entry> committed, List<String> reasons) {}

    /** The plan of the next attempt, which stands from now on. */
    Plan begin(Level level, Roster roster, Portions portions, List<String> reasons) {
        number++;
        barrier = Optional.empty();
        judged.clear();
        recollection = Optional.empty();
        Plan next = new Plan(
                job,
                term,
                number,
                reasons,
                level.step(),
                level.donor(),
                level.behind(),
                roster.numbers(),
                portions,
                roster.workers());
        plan = Optional.of(next);
        last = plan;
        book = Optional.of(new StepBook(next));
        return next;
    }

    /** Whether there is a plan by which the members can go on. */
    boolean planned() {
        return plan.isPresent();
    }

    /** The members change while they stand. */
    void replan() {
        plan = Optional.empty();
    }

    /** Why attempts at that step were called off, if it is the next one of the last plan. */
    List<String> reasons(long step) {
        return last.map(before -> before.abortedBefore(step)).orElse(List.of());
    }

    /** The plan of the attempt that is under way, if there is one. */
    Optional<Plan> current() {
        return plan.filter(p -> barrier.isEmpty());
    }

    /** The same, if it is this attempt. */
    Optional<Plan> current(int attempt) {
        return current().filter(p -> p.attempt() == attempt);
    }

    /** Adds a report; gives the entry when it was the last of a step, and all agree. */
    Optional<StepBook.Entry> add(Report.Committed report) {
        return book.flatMap(b -> b.add(report));
    }

    /** A step that all have committed, but not to the same state, if this is not dealt with yet. */
    Optional<StepBook.Difference> difference() {
        return barrier.isEmpty() ? book.flatMap(StepBook::difference) : Optional.empty();
    }

    /** A member can't compute a step for a reason that all will meet; says whether all have, and are still about it. */
    boolean judged(int worker, Roster roster) {
        judged.add(worker);
        return barrier.isEmpty() && judged.containsAll(roster.numbers());
    }

    /** Calls it off: what the members are to be told. */
    Worker.Abort callOff(Roster roster, String why) {
        barrier = Optional.of(Barrier.before(roster.numbers(), why));
        return new Worker.Abort(term, number);
    }

    /**
     * The attempt of another coordinator is over: what the members are to be told.
     *
     * @param why it was called off; empty: nothing was under way
     * @param books the last step that is in them
     * @param self who coordinates from now on
     */
    Worker.Serve recall(Roster roster, Optional<String> why, long books, ActorRef<Coordinator.Command> self) {
        barrier = Optional.of(Barrier.before(roster.numbers(), why.orElse("")));
        recollection = Optional.of(new Recollection());
        recorded = books;
        return new Worker.Serve(term, self);
    }

    /** A member remembers a step. */
    void remembered(Report.Unrecorded step) {
        recollection.ifPresent(steps -> steps.add(step));
    }

    /** A member stands still, and serves. */
    void recalled(Report.Recalled answer) {
        if (recollection.isPresent()) {
            Level.Stand stand = new Level.Stand(answer.state().step(), answer.digest());
            barrier = barrier.map(b -> b.answered(answer.worker(), stand));
            recalled.put(answer.worker(), answer);
        }
    }

    /** A member is out of an attempt. */
    void left(Report.Aborted answer) {
        if (answer.attempt() == number) {
            Level.Stand stand = new Level.Stand(answer.step(), answer.digest());
            barrier = barrier.map(b -> b.answered(answer.worker(), stand));
        }
    }

    /** Workers are lost while the others leave. */
    void lost(Roster workers) {
        for (int worker : workers.numbers()) {
            barrier = barrier.map(b -> b.without(worker));
        }
    }

    /** There is one more reason to call it off. */
    void also(String why) {
        barrier = barrier.map(b -> b.also(why));
    }

    /**
     * Closes an attempt that was called off once every member is out of it.
     *
     * @throws HopelessException if nobody remembers a step that was committed, or the members have different states and no
     *     majority has the same
     */
    Optional<Left> close(Roster roster) {
        Optional<Barrier> opened = barrier.filter(Barrier::open);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        barrier = Optional.empty();
        Level level = Level.of(roster.numbers(), opened.get().stands());
        if (recollection.isPresent()) {
            return Optional.of(remembering(level, roster, opened.get().why()));
        }
        List<String> reasons = book.get().aborted(level.step(), opened.get().why());
        int donor = roster.numbers().get(level.donor());
        return Optional.of(new Left(level, book.get().close(level.step(), donor), reasons));
    }

    private Left remembering(Level level, Roster roster, String why) {
        int donor = roster.numbers().get(level.donor());
        Report.Recalled foremost = recalled.get(donor);
        List<String> reasons = new ArrayList<>(foremost.aborted());
        if (!why.isEmpty()) {
            reasons.add(why);
        }
        return new Left(level, recollection.get().entries(recorded, level.step(), donor), reasons);
    }
}
