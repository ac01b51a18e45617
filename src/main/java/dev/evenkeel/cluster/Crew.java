package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who trains at a job: those who do, those who are on their way, and what becomes of the job when some are lost. Coordinator only.
 */
final class Crew {
    private final long term;
    private final int least;
    private final Watch watch;
    private final Newcomers newcomers = new Newcomers();
    /** Those whose state was replaced by the others'. */
    private final Set<Integer> replaced = new HashSet<>();

    /** Those who train as soon as they are ready. */
    private final Set<Integer> unready = new HashSet<>();

    private final Told told = new Told();
    /** Reports by worker. */
    private final Map<Integer, Long> reports = new HashMap<>();

    private Roster roster;

    /**
     * @param term of the coordinator
     * @param least with fewer workers the job does not train
     */
    Crew(long term, List<Desk> desks, int least, Watch watch) {
        this.term = term;
        this.least = least;
        this.watch = watch;
        this.roster = Roster.of(desks);
        watch.begin(roster);
    }

    /** Those who train. */
    Roster roster() {
        return roster;
    }

    boolean tooFew() {
        return roster.size() < least;
    }

    void tell(Worker.Command command) {
        roster.workers().forEach(worker -> told.tell(worker, command));
    }

    void tell(ActorRef<Worker.Command> worker, Worker.Command command) {
        told.tell(worker, command);
    }

    /** Tells those elsewhere how much they were told, as it may be lost on the way. */
    void reckon(ActorRef<Coordinator.Command> coordinator) {
        everybody()
                .map(Roster.Member::worker)
                .filter(Addresses::isElsewhere)
                .forEach(worker -> worker.tell(new Worker.Reckoning(term, told.to(worker), coordinator)));
    }

    private Stream<Roster.Member> everybody() {
        return Stream.concat(roster.members().stream(), newcomers.members().stream());
    }

    /** They make their replicas ready. */
    void prepare() {
        unready.addAll(roster.numbers());
        tell(new Worker.Prepare(term));
    }

    /** One has; it may be on its way. */
    void prepared(int worker) {
        unready.remove(worker);
        newcomers.prepared(worker);
    }

    /** Whether all who train have. */
    boolean ready() {
        return unready.isEmpty();
    }

    /** They begin with a plan, and train up to a step. */
    void run(Plan plan, long until) {
        watch.attempt(plan.tries());
        for (int rank = 0; rank < roster.size(); rank++) {
            tell(roster.workers().get(rank), new Worker.Run(plan, rank, until));
        }
    }

    /** They have committed a step. */
    void committed() {
        watch.committed();
    }

    /** Some are on their way: they get ready while the others train. */
    Roster join(Desk desk) {
        Roster there = Roster.of(List.of(desk));
        newcomers.add(desk);
        there.workers().forEach(worker -> tell(worker, new Worker.Prepare(term)));
        return there;
    }

    /** That they are too few, and what the job does. */
    String shortage() {
        return Resolution.shortage(roster, least);
    }

    /** Whether there are some who can be let in. */
    boolean grows() {
        return newcomers.ready();
    }

    /** Lets them in, behind those who train; gives who they are. */
    Roster admit() {
        Roster admitted = new Roster(newcomers.admit());
        roster = roster.with(admitted.members());
        watch.begin(roster);
        return admitted;
    }

    /** Ranks of the last so many. */
    List<Integer> last(int count) {
        return IntStream.range(roster.size() - count, roster.size()).boxed().toList();
    }

    /** One has told something, which its next sign of life counts. */
    void reported(Report.Counted report) {
        reports.merge(report.worker(), 1L, Long::sum);
    }

    /**
     * One lives.
     *
     * @throws LostMessageException if it has told more than was heard of it
     */
    void heard(Report.Beat sign) {
        long heard = reports.getOrDefault(sign.worker(), 0L);
        if (sign.told() > heard && everybody().anyMatch(member -> member.number() == sign.worker())) {
            throw new LostMessageException("a message of worker " + sign.worker() + " was lost");
        }
        watch.heard(sign);
    }

    /** Looks whether one is to be taken for dead. */
    Optional<Resolution> look() {
        return watch.look(roster).map(this::lost);
    }

    /** Looks why they don't train on, although nobody is lost. */
    Optional<String> deadlock() {
        return watch.deadlock();
    }

    /** A node was asked, and its port refuses connections or does not. */
    Optional<Resolution> asked(Address node, boolean refused) {
        return watch.answered(node, refused, roster).map(this::lost);
    }

    /** One can't go on. */
    Optional<Resolution> failed(Report.WorkerFailed report) {
        newcomers.lost(report.worker());
        return roster.member(report.worker()).map(member -> lost(Lost.of(member, report.sentence())));
    }

    /** An actor has ended, which may have been one of them, or the journal of their node. */
    Optional<Resolution> ended(ActorRef<?> gone) {
        newcomers.lost(gone);
        return Lost.with(gone, roster).map(this::lost);
    }

    private Resolution lost(Lost lost) {
        return Resolution.lost(roster.without(lost.numbers()), lost.why(), least);
    }

    /** They have different states after a step that all have committed. */
    Resolution differing(long step, States states) {
        Resolution resolution = Resolution.differing(roster, step, states, replaced, least);
        replaced.addAll(states.odd());
        return resolution;
    }

    /** Goes on with those alone: the others are dismissed, and whatever they say from now on is nothing. Gives who they are. */
    Roster shrink(Roster left) {
        Roster gone = roster.without(left.numbers());
        gone.members().forEach(member -> {
            tell(member.worker(), new Worker.Dismiss(term));
            watch.without(member.number());
            unready.remove(member.number());
        });
        roster = left;
        return gone;
    }
}
