package dev.evenkeel.nn;

/** All features in one row: channel by channel, row by row. The layout has them so already: nothing moves, nothing runs. */
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
    public void forward(Pass pass, float[] x, float[] y) {
        // x and y are one array.
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        // dy and dx are one array.
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public boolean needsOutput() {
        return false;
    }
}
