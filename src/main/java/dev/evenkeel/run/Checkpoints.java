package dev.evenkeel.run;

import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.format.FormatException;
import dev.evenkeel.format.SafetensorsFile;
import dev.evenkeel.format.SafetensorsReader;
import dev.evenkeel.format.SafetensorsWriter;
import dev.evenkeel.format.Tensor;
import dev.evenkeel.health.Memory;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.nn.Network;
import dev.evenkeel.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: {@code step-<number>.safetensors}, written as a whole or not at all, the newest few kept. A
 * damaged one is reported and the one before it is taken.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int KEPT = 3;
    private static final Pattern NAME = Pattern.compile("step-(\\d{10})\\.safetensors");
    private static final String HEALTH = "health";
    private static final HexFormat HEX = HexFormat.of();
    private static final String PRODUCTS = "optimizer.products";

    private final Path directory;

    public Checkpoints(Path directory) {
        this.directory = directory;
    }

    void save(Checkpoint checkpoint, RunIdentity identity, Network network) {
        TrainingState state = checkpoint.state();
        List<Tensor> tensors = new ArrayList<>(StateTensors.parameters(network, "", state.parameters()));
        for (int i = 0; i < state.slots().length; i++) {
            tensors.addAll(StateTensors.parameters(network, slot(i), state.slots()[i]));
        }
        tensors.addAll(StateTensors.statistics(network, state.runningMean(), state.runningVariance()));
        if (state.products().length > 0) {
            tensors.add(new Tensor.Doubles(PRODUCTS, List.of(state.products().length), state.products()));
        }
        long[] memory = state.memory().words();
        tensors.add(new Tensor.Longs(HEALTH, List.of(memory.length), memory));
        TrainingState.Counters counters = state.counters();
        Map<String, String> about = new TreeMap<>();
        about.put("arithmetic", String.valueOf(Arithmetic.VERSION));
        about.put("job", identity.resumable());
        about.put("data", identity.data());
        about.put("ledger", checkpoint.ledgerHead());
        about.put("state", digest(state));
        about.put("slots", String.valueOf(state.slots().length));
        about.put("step", String.valueOf(counters.step()));
        about.put("batches-tracked", String.valueOf(counters.batchesTracked()));
        about.put("loss-sum", HEX.toHexDigits(Double.doubleToRawLongBits(counters.lossSum())));
        about.put("correct", String.valueOf(counters.correct()));
        about.put("samples", String.valueOf(counters.samples()));
        try {
            Files.createDirectories(directory);
            Path path = directory.resolve(String.format("step-%010d.safetensors", counters.step()));
            AtomicFiles.write(path, out -> SafetensorsWriter.write(SafetensorsFile.of(about, tensors), out));
            List<Path> all = newestFirst();
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    /**
     * The newest checkpoint that is whole.
     *
     * @throws RunException if a whole one is there, but of another job, data set or arithmetic
     */
    Optional<Checkpoint> newest(RunIdentity identity, Network network) {
        for (Path path : newestFirst()) {
            try {
                return Optional.of(read(path, identity, network));
            } catch (FormatException | IOException damaged) {
                LOG.warn("{}; taking the checkpoint before it", damaged.getMessage());
            }
        }
        return Optional.empty();
    }

    private Checkpoint read(Path path, RunIdentity identity, Network network) throws IOException {
        SafetensorsFile file = SafetensorsReader.read(path);
        Map<String, String> about = file.metadata();
        same(path, "arithmetic", String.valueOf(Arithmetic.VERSION), about);
        same(path, "job", identity.resumable(), about);
        same(path, "data", identity.data(), about);
        try {
            float[][] slots = new float[Integer.parseInt(text(path, about, "slots"))][];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = StateTensors.readParameters(file, network, slot(i), path.toString());
            }
            TrainingState state = new TrainingState(
                    StateTensors.readParameters(file, network, "", path.toString()),
                    slots,
                    StateTensors.readMean(file, network, path.toString()),
                    StateTensors.readVariance(file, network, path.toString()),
                    products(file),
                    new TrainingState.Counters(
                            Long.parseLong(text(path, about, "step")),
                            Long.parseLong(text(path, about, "batches-tracked")),
                            Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(text(path, about, "loss-sum"))),
                            Long.parseLong(text(path, about, "correct")),
                            Long.parseLong(text(path, about, "samples"))),
                    memory(file, path));
            if (!digest(state).equals(about.get("state"))) {
                throw new FormatException(path + " is damaged: its tensors have digest " + digest(state)
                        + ", but it was written with " + about.get("state"));
            }
            return new Checkpoint(state, text(path, about, "ledger"));
        } catch (IllegalArgumentException damaged) {
            throw new FormatException(path + " is damaged: " + damaged.getMessage());
        }
    }

    private static double[] products(SafetensorsFile file) {
        return file.tensor(PRODUCTS)
                .filter(Tensor.Doubles.class::isInstance)
                .map(tensor -> ((Tensor.Doubles) tensor).values())
                .orElse(new double[0]);
    }

    private static Memory memory(SafetensorsFile file, Path path) {
        if (file.tensor(HEALTH).orElse(null) instanceof Tensor.Longs words) {
            return Memory.of(words.values());
        }
        throw new FormatException(path + " has no tensor " + HEALTH + " of whole numbers");
    }

    private static void same(Path path, String key, String expected, Map<String, String> about) {
        String found = text(path, about, key);
        if (!found.equals(expected)) {
            throw new RunException(path + " is a checkpoint of another " + key + ": it has " + found
                    + ", this run needs " + expected + "; resume it with the job and data it was written for");
        }
    }

    private static String text(Path path, Map<String, String> about, String key) {
        if (!about.containsKey(key)) {
            throw new FormatException(path + " is no checkpoint: its metadata has no key " + key);
        }
        return about.get(key);
    }

    private static String slot(int index) {
        return "optimizer." + index + ".";
    }

    private static String digest(TrainingState state) {
        return HEX.toHexDigits(state.digest(KernelSets.plain().parameter()));
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + directory + ": " + failed.getMessage(), failed);
        }
    }
}
