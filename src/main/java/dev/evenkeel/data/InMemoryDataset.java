package dev.evenkeel.data;

import dev.evenkeel.nn.Shape;
import java.util.List;

/** A data set of which everything is in memory. */
record InMemoryDataset(
        String digest,
        Shape shape,
        List<String> classNames,
        Normalization normalization,
        Dataset.Part train,
        Dataset.Part test)
        implements Dataset {
    InMemoryDataset {
        classNames = List.copyOf(classNames);
    }

    @Override
    public int channels() {
        return shape.channels();
    }

    @Override
    public int rows() {
        return shape.rows();
    }

    @Override
    public int columns() {
        return shape.columns();
    }

    @Override
    public int classes() {
        return classNames.size();
    }
}
