package dev.evenkeel.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A CSV file (RFC 4180, commas, UTF-8) as numbers: every column but the label's, and the label's as text.
 *
 * @param labelColumn from 0; {@link #NO_LABEL} where no column is one
 * @param values row after row, without the label's column
 * @param labels one a row; empty where no column is one
 */
record CsvTable(Path file, int labelColumn, int features, double[] values, List<Label> labels) {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int NO_LABEL = -1;

    /** A row's label without surrounding blanks, and the line of the file, from 1, that the row begins at. */
    record Label(String text, long line) {}

    /**
     * Reads and checks a whole file.
     *
     * @param label name or index of the label's column; empty: every column is a number
     * @throws DataException where a row is empty or ragged, a field is no finite number, or the label's column is not there
     */
    static CsvTable read(Path file, Optional<String> label, boolean header) {
        return reading(file, records -> new Reading(file).read(records, label, header));
    }

    /** How many fields the first line has. */
    static int columns(Path file) {
        return reading(file, records -> first(file, records).getFieldCount());
    }

    private static <T> T reading(Path file, Function<Iterator<CsvRecord>, T> use) {
        try (BufferedReader text = new BufferedReader(
                        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .skipEmptyLines(false)
                        .allowUnclosedQuote(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(withoutByteOrderMark(text))) {
            return use.apply(reader.iterator());
        } catch (CsvParseException e) {
            throw new DataException(file + " is no well-formed CSV file: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw ReadFailure.of(file.toString(), e.getCause());
        } catch (IOException e) {
            throw ReadFailure.of(file.toString(), e);
        }
    }

    private static CsvRecord first(Path file, Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw new DataException(file + " is empty; it must have rows");
        }
        return records.next();
    }

    int rows() {
        return values.length / features;
    }

    /** Where a row's label stands, for messages. */
    String place(Label label) {
        return place(file, label.line(), labelColumn);
    }

    /**
     * The finite number that a row's label is.
     *
     * @throws DataException where it is anything else
     */
    double number(Label label) {
        return number(label.text(), file, label.line(), labelColumn);
    }

    private static BufferedReader withoutByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** A place in the file as editors write it: path, line and column, both from 1. */
    private static String place(Path file, long line, int column) {
        return file + ":" + line + ":" + (column + 1);
    }

    private static double number(String field, Path file, long line, int column) {
        String text = field.strip();
        // What else Double.parseDouble takes: NaN, Infinity, hexadecimal numbers, a trailing d or f.
        if (text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Such as 1-2 or nothing: gets the message that any other text gets.
            }
        }
        throw new DataException(place(file, line, column) + ": \"" + field
                + "\" is not a finite decimal number, as every field must be");
    }

    /** The state of reading one file. */
    private static final class Reading {
        private final Path file;
        private final List<Label> labels = new ArrayList<>();
        private double[] values = new double[1024];
        private int size;

        Reading(Path file) {
            this.file = file;
        }

        CsvTable read(Iterator<CsvRecord> records, Optional<String> label, boolean header) {
            CsvRecord first = first(file, records);
            int columns = first.getFieldCount();
            List<String> names =
                    header ? first.getFields().stream().map(String::strip).toList() : List.of();
            int labelColumn =
                    label.map(name -> labelColumn(name, columns, names)).orElse(NO_LABEL);
            int features = labelColumn == NO_LABEL ? columns : columns - 1;
            if (features == 0) {
                throw new DataException(file + " has one column; it must have the label's and at least one more");
            }
            if (!header) {
                add(first, columns, labelColumn);
            }
            while (records.hasNext()) {
                add(records.next(), columns, labelColumn);
            }
            if (size == 0) {
                throw new DataException(file + " has a header and no rows");
            }
            return new CsvTable(file, labelColumn, features, Arrays.copyOf(values, size), List.copyOf(labels));
        }

        private int labelColumn(String label, int columns, List<String> names) {
            int[] named = IntStream.range(0, names.size())
                    .filter(i -> names.get(i).equals(label))
                    .toArray();
            if (named.length == 1) {
                return named[0];
            }
            if (named.length > 1) {
                throw new DataException(file + " has " + named.length + " columns named \"" + label
                        + "\"; the label can be given as an index from 0");
            }
            if (label.equals("-1")) {
                return columns - 1;
            }
            if (label.matches("[0-9]{1,9}") && Integer.parseInt(label) < columns) {
                return Integer.parseInt(label);
            }
            throw new DataException(file + " has no column \"" + label + "\" for the label; right would be "
                    + (names.isEmpty() ? "" : "a name of its header (" + String.join(", ", names) + "), ")
                    + "an index from 0 to " + (columns - 1) + ", or -1 for the last");
        }

        private void add(CsvRecord row, int columns, int labelColumn) {
            long line = row.getStartingLineNumber();
            if (row.getFieldCount() != columns) {
                boolean empty = row.getFieldCount() == 1 && row.getField(0).isEmpty();
                int column = empty ? 0 : Math.min(row.getFieldCount(), columns);
                throw new DataException(place(file, line, column) + ": the row "
                        + (empty ? "is empty" : "has " + row.getFieldCount() + " fields")
                        + ", and the first line has " + columns + (empty ? " fields" : ""));
            }
            if (values.length - size < columns) {
                long longer = Math.max(size + (long) columns, size * 3L / 2);
                values = Arrays.copyOf(values, Heap.arrayLength(longer, Double.BYTES, file.toString()));
            }
            for (int column = 0; column < columns; column++) {
                if (column != labelColumn) {
                    values[size++] = number(row.getField(column), file, line, column);
                }
            }
            if (labelColumn == NO_LABEL) {
                return;
            }
            String text = row.getField(labelColumn).strip();
            if (text.isEmpty()) {
                throw new DataException(place(file, line, labelColumn) + ": the label is empty");
            }
            labels.add(new Label(text, line));
        }
    }
}
