package dev.evenkeel.nn;

import java.util.List;

/**
 * Which values of a network share memory. Value 0 is the input, value i + 1 the output of layer i; a layer that may work in
 * place does so where nobody needs what it overwrites. Computed once per network.
 *
 * @param of the buffer of each value
 * @param features the most features a buffer has to hold
 */
record Buffers(List<Integer> of, List<Integer> features) {
    static Buffers assign(Network network) {
        List<Layer> layers = network.layers();
        int[] of = new int[layers.size() + 1];
        int[] features = new int[layers.size() + 1];
        features[0] = network.input().features();
        int buffers = 1;
        boolean needed = false;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            // A flatten only renames its input, whoever needs it.
            boolean share = layer instanceof Flatten || layer.inPlace() && !needed;
            of[i + 1] = share ? of[i] : buffers++;
            features[of[i + 1]] = layer.output().features();
            needed = layer.needsOutput() || layer instanceof Flatten && needed;
        }
        return new Buffers(
                java.util.Arrays.stream(of).boxed().toList(),
                java.util.Arrays.stream(features, 0, buffers).boxed().toList());
    }
}
