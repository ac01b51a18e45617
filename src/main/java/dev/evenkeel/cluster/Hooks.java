package dev.evenkeel.cluster;

import dev.evenkeel.train.StepObserver;

/**
 * Where faults can be put in on purpose: at every point of every step, and in every link between workers.
 *
 * @param observer told by compute threads; what it throws is that worker's failure
 * @param links makes the way to the members of a plan; one that loses, delays or repeats messages is a faulty network
 */
public record Hooks(StepObserver observer, LinkFactory links) {
    public static final Hooks NONE = new Hooks(StepObserver.NONE, LinkFactory.BY_REFERENCE);

    /** Makes the transport from one member to the others of a plan. */
    @FunctionalInterface
    public interface LinkFactory {
        /** Hands references from actor to actor: the transport within a JVM. */
        LinkFactory BY_REFERENCE =
                (plan, rank) -> (member, part) -> plan.workers().get(member).tell(new Worker.Deliver(part));

        Transport link(Plan plan, int rank);
    }
}
