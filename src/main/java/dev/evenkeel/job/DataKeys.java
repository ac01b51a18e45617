package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.DataSpec;
import java.util.List;

/** The section {@code data}: keys to values, and back. */
final class DataKeys {
    private static final Types TYPES = new Types(List.of("digits", "idx", "cifar10", "csv", "synthetic"), List.of());
    private static final Range SIZE = Range.atLeast(1);

    private DataKeys() {}

    static DataSpec read(Section data) {
        return switch (TYPES.read(data)) {
            case "digits" -> new DataSpec.Digits();
            case "idx" -> new DataSpec.Idx(data.text("path", "the path of a folder with IDX files"));
            case "cifar10" ->
                new DataSpec.Cifar10(data.text("path", "the path of a folder with CIFAR-10's binary files"));
            case "csv" ->
                new DataSpec.Csv(
                        data.text("path", "the path of a CSV file"),
                        label(data),
                        data.flag("header", Defaults.CSV_HEADER),
                        data.number("test-fraction", Range.fromToBelow(0, 1), Defaults.CSV_TEST_FRACTION),
                        data.constant("target", DataSpec.Target.class, Defaults.CSV_TARGET));
            case "synthetic" ->
                new DataSpec.Synthetic(
                        data.whole("channels", SIZE, Defaults.SYNTHETIC_CHANNELS),
                        data.whole("rows", SIZE, Defaults.SYNTHETIC_ROWS),
                        data.whole("columns", SIZE, Defaults.SYNTHETIC_COLUMNS),
                        data.whole("classes", Range.atLeast(2), Defaults.SYNTHETIC_CLASSES),
                        data.whole("train", SIZE, Defaults.SYNTHETIC_TRAIN),
                        data.whole("test", SIZE, Defaults.SYNTHETIC_TEST),
                        data.number("noise", Range.atLeast(0), Defaults.SYNTHETIC_NOISE),
                        data.wide("seed", Defaults.SYNTHETIC_SEED));
            default -> throw new IllegalStateException("a data type without a reader");
        };
    }

    /** A column by its name, or by its number, which may be written as one. */
    private static String label(Section csv) {
        return csv.isNumber("label")
                ? Integer.toString(csv.whole("label", Range.atLeast(-1)))
                : csv.text("label", "the name of a column, or its number from 0 (-1: the last)", Defaults.CSV_LABEL);
    }

    static ObjectNode write(DataSpec data) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (data instanceof DataSpec.Digits) {
            node.put("type", "digits");
        } else if (data instanceof DataSpec.Idx idx) {
            node.put("type", "idx").put("path", idx.path());
        } else if (data instanceof DataSpec.Cifar10 cifar) {
            node.put("type", "cifar10").put("path", cifar.path());
        } else if (data instanceof DataSpec.Csv csv) {
            node.put("type", "csv").put("path", csv.path());
            node.put("label", csv.label()).put("header", csv.header()).put("test-fraction", csv.testFraction());
            node.put("target", Words.of(csv.target()));
        } else if (data instanceof DataSpec.Synthetic made) {
            node.put("type", "synthetic");
            node.put("channels", made.channels()).put("rows", made.rows()).put("columns", made.columns());
            node.put("classes", made.classes()).put("train", made.train()).put("test", made.test());
            node.put("noise", made.noise()).put("seed", made.seed());
        } else {
            throw new IllegalStateException("data without a writer: " + data);
        }
        return node;
    }
}
