package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who trains at a job, in order of rank. A worker keeps its number as long as it lives; its rank is its place in this list.
 * Immutable.
 */
record Roster(List<Member> members) {
    static final Roster EMPTY = new Roster(List.of());

    Roster {
        members = List.copyOf(members);
    }

    /**
     * One worker.
     *
     * @param journal keeps the books on its node
     */
    record Member(int number, ActorRef<Worker.Command> worker, ActorRef<Journal.Command> journal) {
        /** {@code "worker 2"}, and where it is if that is elsewhere. */
        String name() {
            return "worker " + number + Addresses.of(worker);
        }
    }

    static Roster of(List<Desk> desks) {
        List<Member> members = new ArrayList<>();
        for (Desk desk : desks) {
            int number = desk.firstWorker();
            for (ActorRef<Worker.Command> worker : desk.workers()) {
                members.add(new Member(number++, worker, desk.journal()));
            }
        }
        return new Roster(members);
    }

    int size() {
        return members.size();
    }

    Optional<Member> member(int number) {
        return members.stream().filter(member -> member.number() == number).findFirst();
    }

    Optional<Member> member(ActorRef<?> worker) {
        return members.stream().filter(member -> member.worker().equals(worker)).findFirst();
    }

    /** Those on the node of that journal. */
    List<Member> at(ActorRef<?> journal) {
        return members.stream()
                .filter(member -> member.journal().equals(journal))
                .toList();
    }

    Roster without(int number) {
        return without(List.of(number));
    }

    Roster without(List<Integer> numbers) {
        return new Roster(members.stream()
                .filter(member -> !numbers.contains(member.number()))
                .toList());
    }

    Roster with(List<Member> more) {
        List<Member> longer = new ArrayList<>(members);
        longer.addAll(more);
        return new Roster(longer);
    }

    List<Integer> numbers() {
        return members.stream().map(Member::number).toList();
    }

    List<ActorRef<Worker.Command>> workers() {
        return members.stream().map(Member::worker).toList();
    }

    /** One worker of each node, of the first so many nodes. */
    List<Member> writers(int most) {
        Set<ActorRef<Journal.Command>> nodes = new HashSet<>();
        return members.stream()
                .filter(member -> nodes.size() < most && nodes.add(member.journal()))
                .toList();
    }

    /** {@code "worker 2"}, {@code "workers 0, 2"}. */
    static String words(List<Integer> workers) {
        return (workers.size() == 1 ? "worker " : "workers ")
                + workers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** {@code "2 workers (0, 2)"}. */
    @Override
    public String toString() {
        return size() + (size() == 1 ? " worker (" : " workers (")
                + members.stream().map(m -> String.valueOf(m.number())).collect(Collectors.joining(", ")) + ")";
    }
}
