package dev.evenkeel.format;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param metadata texts about the whole file, by name
 * @param tensors in the order of their values in the file; no name twice
 */
public record SafetensorsFile(SortedMap<String, String> metadata, List<Tensor> tensors) {
    /** The name in the header that is not a tensor's. */
    static final String METADATA = "__metadata__";

    public SafetensorsFile {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        tensors = List.copyOf(tensors);
        Set<String> names = new HashSet<>(Set.of(METADATA));
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException(
                        "two tensors are named " + tensor.name() + ", or it is the name kept for the metadata");
            }
        }
    }

    public static SafetensorsFile of(Map<String, String> metadata, List<Tensor> tensors) {
        return new SafetensorsFile(new TreeMap<>(metadata), tensors);
    }

    /** The tensor of this name. */
    public Optional<Tensor> tensor(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }
}
