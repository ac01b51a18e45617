package dev.evenkeel.nn;

import java.util.List;

/** All features in one row. The layout has them so already: nothing moves. */
public record Flatten(Shape input) implements Layer {
    @Override
    public String type() {
        return "flatten";
    }

    @Override
    public Shape output() {
        return Shape.vector(input.features());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        // x and y are one array.
    }

    @Override
    public void backward(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        // dy and dx are one array.
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public boolean needsOutput() {
        return false;
    }

    @Override
    public boolean backwardInPlace() {
        return true;
    }
}
