package dev.evenkeel.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.format.CanonicalJson;
import dev.evenkeel.format.FormatException;
import dev.evenkeel.format.SafetensorsFile;
import dev.evenkeel.format.SafetensorsReader;
import dev.evenkeel.format.SafetensorsWriter;
import dev.evenkeel.format.Tensor;
import dev.evenkeel.job.NetworkSpec;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code model.safetensors}: the tensors, and as metadata {@code evenkeel}, canonical JSON with the network, the input's shape
 * and normalization and the class names. It depends on the job and the data alone; no time, host, name or path is in it.
 */
public final class ModelFile {
    private static final String KEY = "evenkeel";
    private static final JsonMapper MAPPER = new JsonMapper();

    private ModelFile() {}

    public static void write(Path path, Model model) {
        SafetensorsFile file = file(model);
        try {
            AtomicFiles.write(path, out -> SafetensorsWriter.write(file, out));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    private static SafetensorsFile file(Model model) {
        Network built = model.network();
        List<Tensor> tensors = new ArrayList<>(StateTensors.parameters(built, "", model.parameters()));
        tensors.addAll(StateTensors.statistics(built, model.runningMean(), model.runningVariance()));
        ObjectNode about = JsonNodeFactory.instance.objectNode().put("arithmetic", Arithmetic.VERSION);
        about.set("network", model.spec().toJson());
        about.putArray("input")
                .add(model.input().channels())
                .add(model.input().rows())
                .add(model.input().columns());
        ArrayNode classes = about.putArray("classes");
        model.classNames().forEach(classes::add);
        ObjectNode normalization = about.putObject("normalization");
        model.normalization().means().forEach(normalization.putArray("means")::add);
        model.normalization().deviations().forEach(normalization.putArray("deviations")::add);
        return SafetensorsFile.of(Map.of(KEY, CanonicalJson.write(about)), tensors);
    }

    /**
     * Reads a model.
     *
     * @throws FormatException if the file is no model of ours, or damaged
     */
    public static Model read(Path path) {
        String name = path.toString();
        try {
            SafetensorsFile file = SafetensorsReader.read(path);
            if (!file.metadata().containsKey(KEY)) {
                throw new FormatException(name + " is no Evenkeel model: its metadata has no key " + KEY);
            }
            JsonNode about = MAPPER.readTree(file.metadata().get(KEY));
            NetworkSpec spec = NetworkSpec.read(about.path("network"), name);
            JsonNode in = about.path("input");
            Shape input =
                    new Shape(in.path(0).asInt(), in.path(1).asInt(), in.path(2).asInt());
            Network network = Network.build(spec.layers(), input, spec.batchNorm());
            return new Model(
                    spec,
                    input,
                    texts(about.path("classes")),
                    new Dataset.Normalization(
                            numbers(about.path("normalization").path("means")),
                            numbers(about.path("normalization").path("deviations"))),
                    StateTensors.readParameters(file, network, "", name),
                    StateTensors.readMean(file, network, name),
                    StateTensors.readVariance(file, network, name));
        } catch (JsonProcessingException damaged) {
            throw new FormatException(name + ": its metadata is not JSON: " + damaged.getOriginalMessage());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(node -> numbers.add(node.asDouble()));
        return numbers;
    }
}
