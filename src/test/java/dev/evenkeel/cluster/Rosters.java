package dev.evenkeel.cluster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.stream.Stream;

/** Members of jobs that only exist in tests. */
final class Rosters {
    private Rosters() {}

    /** A node's desk with so many workers. */
    static Desk desk(ActorTestKit kit, int firstWorker, int workers) {
        List<ActorRef<Worker.Command>> refs = Stream.generate(
                        () -> kit.<Worker.Command>createTestProbe().ref())
                .limit(workers)
                .toList();
        return new Desk(kit.<Journal.Command>createTestProbe().ref(), firstWorker, refs);
    }
}
