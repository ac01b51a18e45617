package dev.evenkeel.cluster;

import java.util.List;

/**
 * Workers that are gone, or as good as gone.
 *
 * @param why a sentence that names them
 */
record Lost(List<Roster.Member> gone, String why) {
    Lost {
        gone = List.copyOf(gone);
    }

    /** Of one worker. */
    static Lost of(Roster.Member member, String why) {
        return new Lost(List.of(member), why);
    }

    /** Of a node with all its workers, of which there is one at least. */
    static Lost ofNode(List<Roster.Member> there) {
        return new Lost(
                there,
                "the node" + Addresses.of(there.get(0).worker()) + " left or died, and with it "
                        + Roster.words(there.stream().map(Roster.Member::number).toList()));
    }
}
