package dev.evenkeel.cluster;

import java.util.List;
import java.util.stream.Collectors;

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
        String workers = there.stream().map(m -> String.valueOf(m.number())).collect(Collectors.joining(", "));
        return new Lost(
                there,
                "the node" + Addresses.of(there.get(0).worker()) + " left or died, and with it "
                        + (there.size() == 1 ? "worker " : "workers ") + workers);
    }
}
