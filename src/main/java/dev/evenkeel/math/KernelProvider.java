package dev.evenkeel.math;

import java.util.Optional;

/**
 * Offers a kernel set whose classes may not be loadable in this JVM. Found by {@link java.util.ServiceLoader}, because the
 * sets are compiled apart; the provider itself must load in any JVM.
 */
public interface KernelProvider {
    /** The value of {@link KernelSets#PROPERTY} that asks for this set. */
    String name();

    /** The set; empty if this JVM lacks what it needs. */
    Optional<Kernels> kernels();

    /** What this JVM would need, as a clause for the user: which flag, for example. */
    String requirement();
}
