package dev.evenkeel.cluster;

import akka.actor.Address;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The coordinator's watch over its workers: keeps their signs of life, has quiet nodes asked whether they are there, and tells
 * whom to take for lost. Coordinator only.
 */
final class Watch {
    private final Consumer<Address> ask;
    private final Set<Address> asked = new HashSet<>();
    private Vigil vigil;

    /**
     * @param limit how long a worker that others wait for may stand still before it is taken for dead
     * @param ask has a node asked whether its port still listens; the answer comes to {@link #answered}
     */
    Watch(Duration limit, Consumer<Address> ask) {
        this.vigil = Vigil.over(Roster.EMPTY, limit, System.nanoTime());
        this.ask = ask;
    }

    void begin(Roster roster) {
        vigil = Vigil.over(roster, vigil.limit(), System.nanoTime());
    }

    void heard(Report.Beat beat) {
        vigil = vigil.heard(beat.worker(), beat.progress(), beat.busy(), System.nanoTime());
    }

    /** Attempt number so many at a step begins: the watch is more patient with each. */
    void attempt(int number) {
        vigil = vigil.attempt(number, System.nanoTime());
    }

    /** The step that took several attempts is committed: patience is what it was. */
    void committed() {
        if (vigil.attempt() > 1) {
            attempt(1);
        }
    }

    void without(int worker) {
        vigil = vigil.without(worker);
    }

    /** Looks at all signs again. */
    Optional<Lost> look(Roster roster) {
        vigil = vigil.look(System.nanoTime());
        vigil.quiet().stream()
                .flatMap(worker -> roster.member(worker).stream())
                .filter(member -> Addresses.isElsewhere(member.worker()))
                .map(member -> member.worker().path().address())
                .filter(asked::add)
                .forEach(ask);
        return vigil.suspicion().flatMap(suspicion -> roster.member(suspicion.worker())
                .map(member -> Lost.of(member, member.name() + " " + suspicion.why())));
    }

    /** Why training does not go on, although nobody is lost. */
    Optional<String> deadlock() {
        return vigil.deadlock();
    }

    /** A node was asked, and its port refuses connections or does not. */
    Optional<Lost> answered(Address node, boolean refused, Roster roster) {
        asked.remove(node);
        List<Roster.Member> there = roster.members().stream()
                .filter(member -> member.worker().path().address().equals(node))
                .toList();
        return refused && !there.isEmpty() ? Optional.of(Lost.ofNode(there)) : Optional.empty();
    }
}
