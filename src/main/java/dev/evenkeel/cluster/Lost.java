package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;

/**
 * Workers that are gone, or as good as gone.
 *
 * @param why a sentence that names them
 */
record Lost(List<Roster.Member> gone, String why) {
    Lost {
        gone = List.copyOf(gone);
    }

    List<Integer> numbers() {
        return new Roster(gone).numbers();
    }

    /** Of one worker. */
    static Lost of(Roster.Member member, String why) {
        return new Lost(List.of(member), why);
    }

    /** With an actor that has ended, which may be a worker's, or the journal of its node: of a node all are missed in any order. */
    static Optional<Lost> with(ActorRef<?> gone, Roster roster) {
        Optional<Roster.Member> worker = roster.member(gone);
        if (!Addresses.isElsewhere(gone)) {
            return worker.map(member -> of(member, member.name() + " ended unexpectedly"));
        }
        List<Roster.Member> there =
                roster.at(worker.<ActorRef<?>>map(Roster.Member::journal).orElse(gone));
        return there.isEmpty() ? Optional.empty() : Optional.of(ofNode(there));
    }

    /** Of a node with all its workers, of which there is one at least. */
    static Lost ofNode(List<Roster.Member> there) {
        return new Lost(
                there,
                "the node" + Addresses.of(there.get(0).worker()) + " left or died, and with it "
                        + Roster.words(new Roster(there).numbers()));
    }
}
