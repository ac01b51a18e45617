package dev.evenkeel.data;

import dev.evenkeel.nn.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A data set from a CSV file: the first rows for training, the last {@code round(rows × testFraction)} for testing; each
 * column but the label's is a feature, normalized by itself.
 *
 * <p>Classes are the distinct labels of the training rows: in numeric order where all are integers (so 0 … k−1 keep their
 * numbers), in the order of their text otherwise.
 */
final class CsvData {
    private static final String INTEGER = "0|-?[1-9][0-9]{0,8}";

    private CsvData() {}

    static Dataset load(DataSpec.Csv spec, Path file) {
        if (!(spec.testFraction() >= 0 && spec.testFraction() < 1)) {
            throw new DataException(
                    "the test fraction of " + file + " is " + spec.testFraction() + "; it must be from 0 to below 1");
        }
        CsvTable table = CsvTable.read(file, Optional.of(spec.label()), spec.header());
        int rows = table.labels().size();
        int train = rows - (int) Math.round(rows * spec.testFraction());
        if (train < 1) {
            throw new DataException("the test fraction of " + file + " is " + spec.testFraction()
                    + ", which leaves none of its " + rows + " rows for training");
        }
        if (spec.target() == DataSpec.Target.NUMBER) {
            return dataset(table, train, List.of(), labels -> numbers(table, labels));
        }
        List<String> classNames = classNames(table, train);
        Map<String, Integer> classes = new HashMap<>();
        classNames.forEach(name -> classes.put(name, classes.size()));
        return dataset(table, train, classNames, labels -> classes(table, labels, classes));
    }

    /** The rows of a file that has no label's column, as numbers, if its rows have that many. */
    static Optional<List<float[]>> inputs(DataSpec.Csv spec, Path file, int features) {
        if (CsvTable.columns(file) != features) {
            return Optional.empty();
        }
        CsvTable table = CsvTable.read(file, Optional.empty(), spec.header());
        List<float[]> inputs = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            float[] input = new float[features];
            for (int i = 0; i < features; i++) {
                input[i] = (float) table.values()[row * features + i];
            }
            inputs.add(input);
        }
        return Optional.of(inputs);
    }

    private static Dataset dataset(
            CsvTable table, int train, List<String> classNames, Function<List<CsvTable.Label>, Targets> targets) {
        Shape shape = Shape.vector(table.features());
        List<CsvTable.Label> labels = table.labels();
        double[] values = table.values();
        int testStart = train * table.features();
        return RawNumbers.dataset(
                table.file().toString(),
                new RawNumbers(shape, i -> values[i], targets.apply(labels.subList(0, train))),
                new RawNumbers(shape, i -> values[testStart + i], targets.apply(labels.subList(train, labels.size()))),
                classNames);
    }

    private static List<String> classNames(CsvTable table, int train) {
        Collection<String> labels = table.labels().subList(0, train).stream()
                .map(CsvTable.Label::text)
                .toList();
        boolean integers = labels.stream().allMatch(label -> label.matches(INTEGER));
        TreeSet<String> names =
                new TreeSet<>(integers ? Comparator.comparing(Integer::valueOf) : Comparator.naturalOrder());
        names.addAll(labels);
        if (names.size() < 2) {
            throw new DataException(table.file() + " has the same label \"" + names.first()
                    + "\" in all its training rows; there must be two classes or more");
        }
        return List.copyOf(names);
    }

    private static Targets classes(CsvTable table, List<CsvTable.Label> labels, Map<String, Integer> classes) {
        return new Targets.Classes(labels.stream()
                .mapToInt(label -> {
                    if (!classes.containsKey(label.text())) {
                        throw new DataException(table.place(label) + ": the label \"" + label.text()
                                + "\" of this test row is that of no training row; shuffle the rows or correct it");
                    }
                    return classes.get(label.text());
                })
                .toArray());
    }

    private static Targets numbers(CsvTable table, List<CsvTable.Label> labels) {
        float[] targets = new float[labels.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) table.number(labels.get(i));
            if (Float.isInfinite(targets[i])) {
                throw new DataException(table.place(labels.get(i)) + ": \""
                        + labels.get(i).text() + "\" is beyond the range of a float");
            }
        }
        return new Targets.Numbers(targets);
    }
}
