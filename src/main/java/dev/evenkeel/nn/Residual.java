package dev.evenkeel.nn;

/**
 * The end of a residual block (He et al. 2016): {@code y = body + shortcut}, element by element. Backward, both have the
 * gradient of y.
 *
 * @param input shape of all three
 * @param shortcut the value that is added to the one it reads; values are numbered as in {@link Network}
 */
public record Residual(Shape input, int shortcut) implements Layer {
    @Override
    public String type() {
        return "residual";
    }

    @Override
    public Shape output() {
        return input;
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        pass.add(x, pass.value(shortcut), y, input);
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        // dy itself is the gradient of both.
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
