package dev.evenkeel.run;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.evenkeel.format.SafetensorsFile;
import dev.evenkeel.format.SafetensorsReader;
import dev.evenkeel.format.Tensor;
import dev.evenkeel.run.RunDiff.Divergence;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** The first tensor in which two models differ, and its first element; by bits, so that 0 and −0 differ. */
final class TensorDiff {
    private static final String ABSENT = "absent";

    private TensorDiff() {}

    static Optional<Divergence> first(RunFiles a, RunFiles b) {
        boolean thereA = Files.exists(a.model());
        boolean thereB = Files.exists(b.model());
        if (!thereA || !thereB) {
            return thereA == thereB
                    ? Optional.empty()
                    : Optional.of(new Divergence("model", thereA ? "there" : ABSENT, thereB ? "there" : ABSENT));
        }
        return first(SafetensorsReader.read(a.model()), SafetensorsReader.read(b.model()));
    }

    private static Optional<Divergence> first(SafetensorsFile a, SafetensorsFile b) {
        Set<String> names = new LinkedHashSet<>();
        a.tensors().forEach(tensor -> names.add(tensor.name()));
        b.tensors().forEach(tensor -> names.add(tensor.name()));
        return names.stream()
                .flatMap(name -> first(name, a.tensor(name), b.tensor(name)).stream())
                .findFirst()
                .or(() -> a.metadata().equals(b.metadata())
                        ? Optional.empty()
                        : Optional.of(new Divergence(
                                "metadata",
                                a.metadata().toString(),
                                b.metadata().toString())));
    }

    private static Optional<Divergence> first(String name, Optional<Tensor> a, Optional<Tensor> b) {
        String kindA = a.map(TensorDiff::kind).orElse(ABSENT);
        String kindB = b.map(TensorDiff::kind).orElse(ABSENT);
        if (!kindA.equals(kindB)) {
            return Optional.of(new Divergence(name, kindA, kindB));
        }
        return first(a.orElseThrow(), b.orElseThrow());
    }

    private static Optional<Divergence> first(Tensor a, Tensor b) {
        for (int i = 0; i < a.size(); i++) {
            if (bits(a, i) != bits(b, i)) {
                return Optional.of(new Divergence(a.name() + index(a, i), text(a, i), text(b, i)));
            }
        }
        return Optional.empty();
    }

    private static String kind(Tensor tensor) {
        return tensor.dtype() + " " + tensor.shape();
    }

    private static long bits(Tensor tensor, int i) {
        if (tensor instanceof Tensor.Floats floats) {
            return Float.floatToRawIntBits(floats.values()[i]);
        }
        if (tensor instanceof Tensor.Doubles doubles) {
            return Double.doubleToRawLongBits(doubles.values()[i]);
        }
        return ((Tensor.Longs) tensor).values()[i];
    }

    private static String text(Tensor tensor, int i) {
        if (tensor instanceof Tensor.Floats floats) {
            return NumberOutput.toString(floats.values()[i], true);
        }
        if (tensor instanceof Tensor.Doubles doubles) {
            return NumberOutput.toString(doubles.values()[i], true);
        }
        return Long.toString(((Tensor.Longs) tensor).values()[i]);
    }

    /** An element's place in every dimension, such as {@code [3, 17]}. */
    private static String index(Tensor tensor, int element) {
        StringJoiner index = new StringJoiner(", ", "[", "]");
        int block = tensor.size();
        int rest = element;
        for (int size : tensor.shape()) {
            block /= size;
            index.add(String.valueOf(rest / block));
            rest %= block;
        }
        return index.toString();
    }
}
