package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.TrainingState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a job: deals their work, writes down what is committed, calls off an attempt that can't go on, and begins the next
 * one where the last has left the workers. Coordinator only.
 */
final class Training {
    private final long term;
    private final Crew crew;
    private final Journals journals;
    private final Attempts attempts;
    private final Balance balance;
    /** Workers who train, and do not stand yet. */
    private final Set<Integer> moving = new HashSet<>();

    private TrainingState.Counters state = TrainingState.Counters.START;
    private long step;
    /** None is aimed at where another coordinator was lost: all are brought to one step, and it is seen what is due there. */
    private long until;
    /** They are brought to one step, for want of workers to train with. */
    private boolean levelling;

    private Optional<String> stopped = Optional.empty();

    /** @param term of the coordinator */
    Training(String job, long term, Course course, Crew crew, Journals journals) {
        this.term = term;
        this.crew = crew;
        this.journals = journals;
        this.attempts = new Attempts(job, term);
        this.balance = new Balance(course);
    }

    /** Counters of the last state that is committed. */
    TrainingState.Counters state() {
        return state;
    }

    /** The last step that is committed. */
    long step() {
        return step;
    }

    /** Everybody has this state. */
    void begin(TrainingState.Counters from) {
        state = from;
        step = from.step();
    }

    /**
     * Another coordinator's attempt is over: everybody is to leave it, and to tell what no books hold.
     *
     * @param recorded the last step that is in the books
     * @param why it was called off; empty: nothing was under way
     */
    void recall(long recorded, Optional<String> why, ActorRef<Coordinator.Command> coordinator) {
        step = recorded;
        crew.tell(attempts.recall(crew.roster(), why, recorded, coordinator));
    }

    void remembered(Report.Unrecorded committed) {
        attempts.remembered(committed);
    }

    void recalled(Report.Recalled answer) {
        if (answer.state().step() >= state.step()) {
            state = answer.state();
            stopped = answer.stop();
        }
        attempts.recalled(answer);
    }

    /** Nothing else is due before that step. */
    void aim(long next) {
        until = next;
    }

    /** Everybody stands, and trains on: by the plan that stands, or by a new one. */
    void train() {
        if (attempts.current().filter(this::balanced).isPresent()) {
            moving.addAll(crew.roster().numbers());
            crew.tell(new Worker.Continue(term, until));
        } else {
            deal(Level.at(step), attempts.reasons(step + 1));
        }
    }

    /** Likewise, with newcomers among those who stand, who have no state yet. */
    void trainWith(int newcomers) {
        deal(new Level(step, 0, crew.last(newcomers)), attempts.reasons(step + 1));
    }

    private void deal(Level level, List<String> reasons) {
        step = level.step();
        levelling = crew.tooFew();
        moving.addAll(crew.roster().numbers());
        balance.begin();
        Portions portions = balance.portions(crew.roster().numbers());
        crew.run(attempts.begin(level, crew.roster(), portions, reasons), levelling ? step : until);
    }

    private boolean balanced(Plan plan) {
        return plan.portions().equals(balance.portions(plan.numbers()));
    }

    /** A worker has come to where it was to train to, or pauses; says whether it was the last. */
    boolean standing(Report.Standing report) {
        return underWay().isPresent() && moving.remove(report.worker()) && moving.isEmpty();
    }

    /** Whether they were only brought to one step, since there are too few of them to train. */
    boolean levelling() {
        return levelling;
    }

    /** Who trains changes while all stand. */
    void replan() {
        attempts.replan();
    }

    /** The attempt in which workers train, if it is not called off. */
    private Optional<Plan> underWay() {
        return attempts.current().filter(plan -> !moving.isEmpty());
    }

    private Optional<Plan> underWay(int attempt) {
        return underWay().filter(plan -> plan.attempt() == attempt);
    }

    /** A worker has committed a step; perhaps not to the same state as the others. */
    Optional<Resolution> committed(Report.Committed report) {
        if (crew.roster().member(report.worker()).isEmpty()) {
            return Optional.empty();
        }
        attempts.add(report).ifPresent(this::record);
        return underWay()
                .flatMap(plan -> attempts.difference())
                .map(found -> crew.differing(found.step(), found.states()));
    }

    /** Looks whether steps are better dealt otherwise, now that a worker has committed one; they are when all stand the next time. */
    Optional<Redeal> look(Report.Committed report) {
        return underWay(report.attempt())
                .filter(plan -> plan.numbers().contains(report.worker()))
                .flatMap(plan -> balance.add(plan, report));
    }

    private void record(StepBook.Entry entry) {
        if (entry.result().counters().step() != step + 1) {
            throw new LostMessageException("a message of step " + (step + 1) + " was lost");
        }
        state = entry.result().counters();
        step = state.step();
        crew.committed();
        journals.write(new Journal.Step(term, entry));
        entry.result().stop().ifPresent(sentence -> {
            throw new HopelessException(sentence);
        });
    }

    /**
     * A worker can't compute a step for a reason that all will meet. Waits for all: what a worker has committed before, it has told
     * before.
     */
    void judged(Report.WorkerJudged report) {
        if (attempts.judged(report.worker(), crew.roster())) {
            throw new HopelessException(report.sentence(), report.verdict());
        }
    }

    /** A worker misses a message. */
    Optional<Resolution> disturbed(Report.Disturbed report) {
        return underWay(report.attempt()).map(plan -> disturbed(plan, report.sentence()));
    }

    /** Looks whether all miss one. */
    Optional<Resolution> look() {
        return underWay().flatMap(plan -> crew.deadlock().map(why -> disturbed(plan, why)));
    }

    private Resolution disturbed(Plan plan, String why) {
        return Resolution.disturbed(crew.roster(), why, plan.tries());
    }

    /** A worker has seen that the workers have different states. */
    Optional<Resolution> differing(Report.Differing report) {
        return underWay(report.attempt())
                .map(plan ->
                        crew.differing(report.step(), States.of(crew.roster().numbers(), report.states())));
    }

    /** Calls it off, or has one more reason for it; some may be gone for that reason. */
    void callOff(Roster gone, String why) {
        attempts.lost(gone);
        moving.clear();
        if (attempts.current().isPresent()) {
            crew.tell(attempts.callOff(crew.roster(), why));
        } else {
            attempts.also(why);
        }
    }

    void aborted(Report.Aborted report) {
        attempts.left(report);
    }

    /** Begins the next attempt once everybody is out of the last one; says whether it has. */
    boolean tryAgain() {
        Optional<Attempts.Left> left = attempts.close(crew.roster());
        left.ifPresent(going -> {
            going.committed().forEach(this::record);
            stopped.ifPresent(sentence -> {
                throw new HopelessException(sentence);
            });
            deal(going.level(), going.reasons());
        });
        return left.isPresent();
    }
}
