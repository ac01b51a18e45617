package dev.evenkeel.kernels;

import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be measured. */
final class Catalogue {
    private Catalogue() {}

    /** Every kernel of a set on the shapes where it counts; the set is {@code vector} or {@code plain}. */
    static List<Work> kernels(String set) {
        Kernels kernels = KernelSets.available().stream()
                .filter(available -> available.name().startsWith(set))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kernels named " + set + " here"));
        List<Work> all = new ArrayList<>();
        all.addAll(DenseWork.of(kernels));
        all.addAll(ConvolutionWork.of(kernels));
        all.addAll(NormalizationWork.of(kernels));
        all.addAll(ElementWork.of(kernels));
        all.addAll(ParameterWork.of(kernels));
        return all;
    }

    /** The kernel or peak of that name. */
    static Work named(String name, String set) {
        List<Work> all = new ArrayList<>(PeakWork.all());
        all.addAll(kernels(set));
        return all.stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is named " + name));
    }
}
