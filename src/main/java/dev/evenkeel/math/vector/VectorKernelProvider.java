package dev.evenkeel.math.vector;

import dev.evenkeel.math.KernelProvider;
import dev.evenkeel.math.Kernels;
import java.util.Optional;

/** Offers the vector kernels. Names no class of the Vector API itself, so that it loads where that is missing. */
public final class VectorKernelProvider implements KernelProvider {
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Optional<Kernels> kernels() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() ? VectorKernels.ifWideEnough() : Optional.empty();
    }

    @Override
    public String requirement() {
        return "the flag --add-modules " + MODULE + " and a processor with vectors of 128 bits or more";
    }
}
