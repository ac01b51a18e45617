package dev.evenkeel.cluster.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Audience;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who trains at a job that runs, and who is about to: its listener is told by node, at every change. */
final class CrewList {
    private final Address here;
    private final JobListener listener;
    private final Map<String, Integer> opening = new HashMap<>();
    /** Nodes that would not have the job. */
    private final Set<String> closed = new HashSet<>();

    private Audience.Staff staff = new Audience.Staff(Map.of(), "");

    /** @param here address of this node */
    CrewList(Address here, JobListener listener) {
        this.here = here;
        this.listener = listener;
    }

    /** Those who train from now on; the listener is told when the coordinator says so. */
    void begin(List<Desk> desks) {
        staff = new Audience.Staff(
                desks.stream().collect(Collectors.toMap(Desk::journal, desk -> desk.workers()
                        .size())),
                "");
    }

    /** All who train, and those who are about to. */
    int workers() {
        return sum(staff.workers()) + sum(opening);
    }

    private static int sum(Map<?, Integer> workers) {
        return workers.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** So many are to join; the listener knows, since it wanted them. */
    void opening(ActorRef<?> host, int workers) {
        opening.put(node(host), workers);
    }

    /** Whether the coordinator counts workers of that node. */
    boolean trains(ActorRef<?> host) {
        return staff.workers().entrySet().stream()
                .anyMatch(part -> part.getValue() > 0 && node(part.getKey()).equals(node(host)));
    }

    /** Their node would not have them. */
    void refused(ActorRef<?> host) {
        closed.add(node(host));
        lost(host);
    }

    /** Their node is lost. */
    void lost(ActorRef<?> host) {
        opening.remove(node(host));
        tell();
    }

    /** Those who train are others than before. */
    void staffed(Audience.Staff now) {
        staff = now;
        // Until then nobody is to give these nodes the same again.
        staff.workers().keySet().stream().filter(this::trains).map(this::node).forEach(opening::remove);
        tell();
    }

    private void tell() {
        Map<String, Integer> workers = new TreeMap<>();
        closed.forEach(node -> workers.put(node, 0));
        workers.putAll(opening);
        staff.workers().forEach((journal, count) -> workers.merge(node(journal), count, Integer::sum));
        listener.staffed(new JobListener.Crew(workers, staff.reason()));
    }

    private String node(ActorRef<?> actor) {
        Address address = Addresses.isElsewhere(actor) ? actor.path().address() : here;
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
