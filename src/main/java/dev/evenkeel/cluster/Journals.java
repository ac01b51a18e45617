package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import dev.evenkeel.run.Pages;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A job's books on all of its nodes, as far as they are open: the same is written into each. Coordinator only. */
final class Journals {
    private final long term;
    private final Set<ActorRef<Journal.Command>> open = new LinkedHashSet<>();
    private final Told told = new Told();

    /** @param term of the coordinator */
    Journals(long term, List<Desk> desks) {
        this.term = term;
        desks.forEach(desk -> open.add(desk.journal()));
    }

    void write(Journal.Command entry) {
        open.forEach(journal -> told.tell(journal, entry));
    }

    /** The last entry. */
    void end(Journal.Command last, ActorRef<Coordinator.Command> coordinator) {
        reckon(coordinator);
        write(last);
    }

    /** Tells those elsewhere how much they were told, as it may be lost on the way. */
    void reckon(ActorRef<Coordinator.Command> coordinator) {
        open.stream()
                .filter(Addresses::isElsewhere)
                .forEach(journal -> journal.tell(new Journal.Reckoning(term, told.to(journal), coordinator)));
    }

    /**
     * Whoever lags behind the fullest books copies them.
     *
     * @param books by desk
     * @return the last step in the fullest
     */
    long fillUp(List<Desk> desks, List<Journal.Books> books) {
        List<Pages.Reach> reaches = books.stream().map(Journal.Books::reach).toList();
        Pages.Reach fullest = Collections.max(reaches);
        int donor = reaches.indexOf(fullest);
        for (int desk = 0; desk < desks.size(); desk++) {
            if (!reaches.get(desk).equals(fullest)) {
                catchUp(desks.get(desk).journal(), desks.get(donor).journal(), fullest);
            }
        }
        return books.get(donor).step();
    }

    /** Asks how far the books go; where they lag, or are lost, there is no answer. */
    void ask(ActorRef<Coordinator.Command> coordinator, ActorRef<Journal.Books> replyTo) {
        donor().tell(new Journal.Serve(term, coordinator, replyTo));
    }

    /** One more, which copies from one of these what is there now, if it is not one of them already. */
    void add(ActorRef<Journal.Command> journal, Journal.Books now) {
        ActorRef<Journal.Command> donor = donor();
        if (open.add(journal)) {
            catchUp(journal, donor, now.reach());
        }
    }

    private void catchUp(ActorRef<Journal.Command> behind, ActorRef<Journal.Command> donor, Pages.Reach to) {
        told.tell(behind, new Journal.CatchUp(term, donor, to));
    }

    /** On this node, where there are books: not after a node without a part of the job has taken it over. */
    private ActorRef<Journal.Command> donor() {
        return open.stream()
                .filter(journal -> !Addresses.isElsewhere(journal))
                .findFirst()
                .orElseGet(() -> open.iterator().next());
    }

    /** It is closed, or lost; says whether it was one of these. */
    boolean remove(ActorRef<?> journal) {
        return open.removeIf(known -> known.equals(journal));
    }

    /** Likewise, with its node. */
    void removeAt(Address node) {
        open.removeIf(journal -> journal.path().address().equals(node));
    }

    /** The other nodes whose books are open. */
    Set<Address> elsewhere() {
        return open.stream()
                .filter(Addresses::isElsewhere)
                .map(journal -> journal.path().address())
                .collect(Collectors.toSet());
    }

    /** How many of them train beside each. */
    Map<ActorRef<Journal.Command>, Integer> workers(Roster roster) {
        return open.stream().collect(Collectors.toMap(Function.identity(), journal -> roster.at(journal)
                .size()));
    }

    boolean closed() {
        return open.isEmpty();
    }
}
