package dev.evenkeel.cluster.node;

import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the nodes stand in a job whose coordinator was lost, by what they have answered.
 *
 * @param parts of those who have one, in the order of their workers
 * @param ends of those whose part has ended
 */
record Standings(List<Host.Stands> parts, List<Host.HasEnded> ends) {
    static Standings of(List<Host.Recalled> answers) {
        return new Standings(
                answers.stream()
                        .filter(Host.Stands.class::isInstance)
                        .map(Host.Stands.class::cast)
                        .sorted(Comparator.comparingInt(part -> part.desk().firstWorker()))
                        .toList(),
                answers.stream()
                        .filter(Host.HasEnded.class::isInstance)
                        .map(Host.HasEnded.class::cast)
                        .toList());
    }

    /** Whether somebody is left who has the job's state. */
    boolean goesOn() {
        return parts.stream().anyMatch(part -> !part.desk().workers().isEmpty());
    }

    List<Desk> desks() {
        return parts.stream().map(Host.Stands::desk).toList();
    }

    /** The number of the next worker that joins. */
    int nextWorker() {
        return desks().stream()
                .mapToInt(desk -> desk.firstWorker() + desk.workers().size())
                .max()
                .orElse(0);
    }

    /** How the job has ended if nobody is left to go on with it: as its parts did, perhaps. */
    JobOutcome outcome(String id) {
        Optional<String> model =
                ends.stream().flatMap(end -> end.fingerprint().stream()).findFirst();
        if (model.isPresent()) {
            return new JobOutcome.Succeeded(model.get(), Optional.empty(), Optional.empty());
        }
        return new JobOutcome.Failed(ends.stream()
                .map(Host.HasEnded::sentence)
                .findFirst()
                .orElse(
                        "the node that coordinated it was lost, and none that is left has workers of it: evenkeel submit"
                                + " --resume " + id + " goes on from the newest checkpoint"));
    }
}
