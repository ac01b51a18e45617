package dev.evenkeel.cluster.wire;

import akka.actor.typed.ActorRef;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.Plan;
import dev.evenkeel.cluster.Transport;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.train.Part;

/** The ways from this node's workers to the members of a plan, here or on other nodes. */
public record RemoteLinks(ActorRef<Bulk.Command> bulk) implements Hooks.LinkFactory {
    @Override
    public Transport link(Plan plan, int rank) {
        return (member, part) -> {
            ActorRef<Worker.Command> worker = plan.workers().get(member);
            if (Addresses.isElsewhere(worker) && isLarge(part.payload())) {
                bulk.tell(new Bulk.Send(worker, part));
            } else {
                worker.tell(new Worker.Deliver(part));
            }
        };
    }

    /** Gradients whatever their size: their arrays are as long as the parameters, and the assembly has them ready. */
    private static boolean isLarge(Part.Payload payload) {
        return payload instanceof Part.Gradients || payload instanceof Part.Reduced || payload.bytes() > Frame.LARGEST;
    }
}
