package dev.evenkeel.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** Which kernel sets this JVM can run, and which one to take. */
public final class KernelSets {
    /** System property that picks a set by hand: {@code plain} or {@code vector}. Speed depends on it, results never do. */
    public static final String PROPERTY = "evenkeel.kernels";

    private static final String PLAIN = "plain";

    /**
     * A kernel set and what the user should hear about it.
     *
     * @param warning one line if the set is slower than it need be, and what to do about it
     */
    public record Choice(Kernels kernels, Optional<String> warning) {}

    private KernelSets() {}

    /**
     * The fastest set there is, or the one that {@value #PROPERTY} asks for.
     *
     * @throws KernelException if the property asks for a set that this JVM cannot run, or for none we know
     */
    public static Choice choose() {
        return choose(Optional.ofNullable(System.getProperty(PROPERTY)), providers());
    }

    static Choice choose(Optional<String> asked, List<KernelProvider> providers) {
        if (asked.isPresent() && asked.get().equals(PLAIN)) {
            return new Choice(plain(), Optional.empty());
        }
        List<String> missing = new ArrayList<>();
        for (KernelProvider provider : providers) {
            if (asked.isEmpty() || asked.get().equals(provider.name())) {
                Optional<Kernels> kernels = provider.kernels();
                if (kernels.isPresent()) {
                    return new Choice(kernels.get(), Optional.empty());
                }
                missing.add(provider.requirement());
            }
        }
        if (asked.isEmpty()) {
            return new Choice(plain(), missing.stream().findFirst().map(KernelSets::slow));
        }
        if (missing.isEmpty()) {
            throw new KernelException("-D" + PROPERTY + "=" + asked.get()
                    + " names no kernels of this build: use plain or vector, or leave it out");
        }
        throw new KernelException("-D" + PROPERTY + "=" + asked.get() + " cannot be had: it needs " + missing.get(0));
    }

    private static String slow(String requirement) {
        return "using plain kernels: same results at a third of the speed; the fast ones need " + requirement;
    }

    /** The set of {@link #choose}. */
    public static Kernels best() {
        return choose().kernels();
    }

    /** The set that runs everywhere. */
    public static Kernels plain() {
        return new PlainKernels();
    }

    /** Every set this JVM can run, plain first: what the contract test and {@code prove} go through. */
    public static List<Kernels> available() {
        List<Kernels> sets = new ArrayList<>();
        sets.add(plain());
        providers().forEach(provider -> provider.kernels().ifPresent(sets::add));
        return List.copyOf(sets);
    }

    private static List<KernelProvider> providers() {
        return ServiceLoader.load(KernelProvider.class, KernelSets.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * Refuses a JVM that computes {@code Math.fma} in software, thousands of times slower than in hardware.
     *
     * @throws KernelException if it does
     */
    public static void requireHardwareFma() {
        FmaProbe.Result result = FmaProbe.measure();
        if (!result.hardware()) {
            throw new KernelException(String.format(
                    Locale.ROOT,
                    "this JVM computes Math.fma in software (%.0f ns each, a multiplication and addition takes %.1f ns): Evenkeel needs"
                            + " a processor with fused multiply-add (x86-64 since 2013, or ARM64) and no -XX:-UseFMA",
                    result.fusedNanos(),
                    result.separateNanos()));
        }
    }
}
