package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Workers that are to join a job that runs: they read what they need while the others train, and are let in together with the
 * others of their node. Coordinator only.
 */
final class Newcomers {
    private final List<Group> groups = new ArrayList<>();

    /** Those of one node, and the numbers of those who are not ready. */
    private record Group(List<Roster.Member> members, Set<Integer> unready) {
        private boolean ready() {
            return unready.isEmpty() && !members.isEmpty();
        }
    }

    /** A node's workers are on their way. */
    void add(Desk desk) {
        Roster there = Roster.of(List.of(desk));
        groups.add(new Group(new ArrayList<>(there.members()), new TreeSet<>(there.numbers())));
    }

    /** One of them has its replica. */
    void prepared(int worker) {
        groups.forEach(group -> group.unready().remove(worker));
    }

    /** One of them is lost before it was let in. */
    void lost(int worker) {
        groups.forEach(group -> {
            group.unready().remove(worker);
            group.members().removeIf(member -> member.number() == worker);
        });
        groups.removeIf(group -> group.members().isEmpty());
    }

    /** Likewise, or the journal that they would have. */
    void lost(ActorRef<?> gone) {
        groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(member ->
                        member.worker().equals(gone) || member.journal().equals(gone))
                .map(Roster.Member::number)
                .toList()
                .forEach(this::lost);
    }

    /** All of them. */
    List<Roster.Member> members() {
        return groups.stream().flatMap(group -> group.members().stream()).toList();
    }

    /** Whether there are some who can be let in. */
    boolean ready() {
        return groups.stream().anyMatch(Group::ready);
    }

    /** Lets them in: they are newcomers no more. */
    List<Roster.Member> admit() {
        List<Roster.Member> admitted = groups.stream()
                .filter(Group::ready)
                .flatMap(group -> group.members().stream())
                .toList();
        groups.removeIf(Group::ready);
        return admitted;
    }
}
