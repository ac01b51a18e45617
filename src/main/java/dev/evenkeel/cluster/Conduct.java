package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import dev.evenkeel.train.Course.Act;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.TrainingState;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * How one job is led, from stage to stage: its workers prepare, train up to where something else is due, stand, evaluate, and train
 * on until it ends. Every method is something that the coordinator has heard; it is answered by telling workers and journals what to
 * do. Coordinator only.
 *
 * @see Agenda what is due
 * @see Training the steps
 * @see Crew who trains, and what becomes of the job when some are lost
 */
final class Conduct {
    /** What the job's workers are about. */
    private enum Stage {
        PREPARING,
        /** They train, or are about to leave an attempt for another one. */
        TRAINING,
        EVALUATING,
        /** They stand, all with the same state; nothing is due, or it waits for somebody. */
        STANDING,
        /** They stand until there are more of them. */
        SHORT,
        /** They stand until newcomers are let in. */
        ADMITTING
    }

    /** By what the job is led. */
    record Means(Crew crew, Training training, Journals journals) {}

    private final Coordinator.Appointment appointment;
    private final long term;
    private final ActorRef<Coordinator.Command> coordinator;
    private final ActorRef<Journal.Books> books;
    private final Logger log;
    private final Coordinator.Task task;
    private final Crew crew;
    private final Training training;
    private final Journals journals;
    private final Agenda agenda;
    private final Evaluations evaluations;
    private final Saving saving = new Saving();

    private Stage stage = Stage.PREPARING;
    private Optional<Evaluation.Result> lastTest = Optional.empty();
    private Optional<JobOutcome> outcome = Optional.empty();

    /** @param books gets the answer of a journal that is asked how far its books go */
    Conduct(
            Coordinator.Appointment appointment,
            ActorRef<Coordinator.Command> coordinator,
            ActorRef<Journal.Books> books,
            Logger log,
            Coordinator.Task task,
            Means means) {
        this.appointment = appointment;
        this.term = appointment.term();
        this.coordinator = coordinator;
        this.books = books;
        this.log = log;
        this.task = task;
        this.crew = means.crew();
        this.training = means.training();
        this.journals = means.journals();
        this.agenda = new Agenda(task.course());
        this.evaluations = new Evaluations(term, task);
    }

    /** How the job has ended, if it has; the books are told. */
    Optional<JobOutcome> outcome() {
        return outcome;
    }

    /** The job begins, with that state. */
    void begin(TrainingState.Counters state, boolean stopWished) {
        agenda.wishStop(stopWished);
        training.begin(state);
        crew.prepare();
    }

    /**
     * The job goes on from where its workers are.
     *
     * @param recorded the last step in the books
     * @param why another coordinator was lost; empty: the job is resumed
     */
    void takeOver(long recorded, Optional<String> why, boolean stopWished) {
        agenda.wishStop(stopWished);
        String reason =
                reason(Resolution.takenOver(crew.roster(), why.orElse("the job is resumed"), task.minWorkers()));
        stage = Stage.TRAINING;
        training.recall(recorded, why, coordinator);
        warn(reason);
        tellStaff(reason);
    }

    void recalled(Report.Recalled report) {
        training.recalled(report);
        tryAgain();
    }

    void join(Desk desk) {
        log.info("{} join as soon as they are ready", crew.join(desk));
    }

    void prepared(Report.Prepared report) {
        crew.prepared(report.worker());
        if (stage == Stage.PREPARING) {
            startWhenReady();
        } else if (crew.grows() && stage == Stage.TRAINING) {
            crew.tell(new Worker.Pause(term));
        } else if (crew.grows() && stage == Stage.SHORT) {
            train();
        }
    }

    private void startWhenReady() {
        if (crew.ready()) {
            agenda.begin(training.step());
            next();
        }
    }

    void stop() {
        agenda.wishStop(true);
        crew.tell(new Worker.Pause(term));
        if (stage == Stage.SHORT) {
            train();
        }
    }

    /** Carries out the next act. Those that wait for somebody come back here when it has answered. */
    private void next() {
        stage = Stage.STANDING;
        Agenda.Next next = agenda.next(!saving.over());
        if (next instanceof Agenda.Next.AskMajority) {
            appointment.majority().ask(coordinator);
        } else if (next instanceof Agenda.Next.Do due) {
            log.debug(
                    "step {}: {} ({})",
                    training.step(),
                    due.act().getClass().getSimpleName(),
                    due.act().reason());
            act(due.act());
        }
    }

    private void act(Act act) {
        if (act instanceof Act.TrainUntil next) {
            training.aim(next.step());
            train();
        } else if (act instanceof Act.CloseEpoch close && close.evaluate()) {
            evaluate();
        } else if (act instanceof Act.CloseEpoch close) {
            closeEpoch(close.epoch(), Optional.empty());
        } else if (act instanceof Act.Checkpoint) {
            save(Journal.Purpose.CHECKPOINT);
            next();
        } else if (act instanceof Act.Finish) {
            save(Journal.Purpose.MODEL);
        } else {
            end(new Journal.Stopped(term), new JobOutcome.Stopped(training.step()));
        }
    }

    /** Whether the majority, which has refused, is to be asked again after a while. */
    boolean answered(Majority.Answer answer) {
        if (stage != Stage.STANDING || !agenda.waits()) {
            return false;
        }
        answer.refusal().flatMap(agenda::refuse).ifPresent(this::warn);
        if (answer.refusal().isEmpty()) {
            agenda.agree();
            next();
        }
        return answer.refusal().isPresent();
    }

    void askAgain() {
        if (stage == Stage.STANDING) {
            next();
        }
    }

    private void evaluate() {
        stage = Stage.EVALUATING;
        evaluations.begin(crew);
    }

    void evaluated(Report.Evaluated report) {
        if (stage == Stage.EVALUATING) {
            evaluations.add(report).ifPresent(result -> {
                int epoch = task.course().timeline().epochOf(training.step());
                if (!Double.isFinite(result.loss())) {
                    throw new HopelessException(
                            "epoch " + epoch + ": the test loss is not finite; a smaller learning rate usually helps");
                }
                closeEpoch(epoch, Optional.of(result));
            });
        }
    }

    private void closeEpoch(int epoch, Optional<Evaluation.Result> test) {
        lastTest = test;
        journals.write(new Journal.EpochDone(term, epoch, training.state(), test));
        next();
    }

    private void save(Journal.Purpose purpose) {
        saving.begin(purpose, crew.roster())
                .forEach(writer -> crew.tell(writer.worker(), new Worker.Snapshot(term, purpose)));
    }

    void saved(Report.Saved report) {
        saving.done(report.worker());
        if (saving.over() && stage == Stage.STANDING) {
            next();
        }
    }

    void modelWritten(Report.ModelWritten report) {
        saving.done(report.worker(), report.fingerprint());
        if (saving.over()) {
            end(
                    new Journal.Finished(term, report.fingerprint()),
                    new JobOutcome.Succeeded(report.fingerprint(), lastTest, Optional.empty()));
        }
    }

    private void train() {
        if (crew.grows()) {
            // Nothing is written while all stand: what the books hold now is all that newcomers' journals lack.
            stage = Stage.ADMITTING;
            look();
        } else if (!crew.tooFew()) {
            training.train();
            dealt();
        } else if (agenda.stopWished()) {
            agenda.stopAtOnce();
            next();
        } else {
            stage = Stage.SHORT;
            String reason = "stands after step " + training.step() + ": " + crew.shortage();
            log.warn("{}", reason);
            tellStaff(reason);
        }
    }

    /** Asks again, since who was asked may be lost. */
    void look() {
        if (stage == Stage.ADMITTING) {
            journals.ask(coordinator, books);
        }
    }

    /**
     * Lets newcomers in. Everybody stands, so they get a copy of the step's state and a share of the next one. The others wait for
     * that copy; it is a fraction of a second for the states that one machine trains, so that nothing is gained by having newcomers
     * catch up instead.
     *
     * @param books how far they go
     */
    void admit(Journal.Books books) {
        if (stage != Stage.ADMITTING || books.step() < training.step()) {
            return;
        }
        Roster admitted = crew.admit();
        if (admitted.size() == 0) {
            train();
            return;
        }
        admitted.members().forEach(member -> journals.add(member.journal(), books));
        String reason = Roster.words(admitted.numbers()) + " joined after step " + training.step()
                + "; the micro-batches are dealt anew over " + crew.roster();
        log.info("{}", reason);
        tellStaff(reason);
        training.trainWith(admitted.size());
        dealt();
    }

    /** The steps are to be dealt otherwise, as soon as all stand. */
    void redeal(Redeal better) {
        log.info("after step {}: {}", training.step(), better.reason());
        crew.tell(new Worker.Pause(term));
    }

    /** They train; perhaps not for long. */
    private void dealt() {
        stage = Stage.TRAINING;
        if (agenda.stopWished() || crew.grows()) {
            crew.tell(new Worker.Pause(term));
        }
    }

    void standing(Report.Standing report) {
        if (!training.standing(report)) {
            return;
        }
        if (report.step() > training.step()) {
            throw new LostMessageException("a message of step " + report.step() + " was lost");
        }
        if (training.levelling()) {
            train();
        } else {
            agenda.stand(training.step());
            next();
        }
    }

    /** What an operator is to hear of what was decided. */
    private static String reason(Resolution resolution) {
        if (resolution instanceof Resolution.GiveUp end) {
            throw new HopelessException(end);
        }
        return resolution.reason();
    }

    /** Something has gone wrong, and that is what becomes of the job. */
    void resolve(Resolution resolution) {
        String reason = reason(resolution);
        warn(reason);
        Resolution.GoOn goOn = (Resolution.GoOn) resolution;
        Roster gone = crew.shrink(goOn.roster());
        gone.numbers().forEach(worker -> saving.lost(worker).ifPresent(this::saveElsewhere));
        regroup(gone, goOn.why());
        if (gone.size() > 0) {
            tellStaff(reason);
        }
    }

    /** While the workers stand, another one has the same state; later it is another step's. */
    private void saveElsewhere(Journal.Purpose purpose) {
        if (stage == Stage.PREPARING || stage == Stage.TRAINING) {
            log.warn("a checkpoint was not written on the node of a worker that is lost");
        } else {
            save(purpose);
        }
    }

    private void regroup(Roster gone, String why) {
        if (stage == Stage.TRAINING) {
            training.callOff(gone, why);
            tryAgain();
            return;
        }
        training.replan();
        switch (stage) {
            case PREPARING -> startWhenReady();
            case EVALUATING -> evaluate();
            case SHORT -> train();
            default -> {}
        }
    }

    void aborted(Report.Aborted report) {
        training.aborted(report);
        tryAgain();
    }

    private void tryAgain() {
        if (training.tryAgain()) {
            dealt();
        }
    }

    /** The job can't go on. Every worker leaves the attempt, so that nobody computes on. */
    void fail(HopelessException why) {
        crew.tell(new Worker.Abort(term, Integer.MAX_VALUE));
        end(
                new Journal.Failed(term, why.getMessage(), why.verdict(), why.goBack()),
                new JobOutcome.Failed(why.getMessage(), why.goBack()));
    }

    private void end(Journal.Command last, JobOutcome ended) {
        outcome = Optional.of(ended);
        journals.end(last, coordinator);
    }

    private void tellStaff(String reason) {
        appointment.audience().staffed(new Audience.Staff(journals.workers(crew.roster()), reason));
    }

    private void warn(String what) {
        log.warn("after step {}: {}", training.step(), what);
    }
}
