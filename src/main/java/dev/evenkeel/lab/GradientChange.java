package dev.evenkeel.lab;

/**
 * How a layer's gradient differs once the layers below have made their update (Santurkar et al. 2018).
 *
 * @param relative Euclidean norm of the difference, as a share of the norm before
 * @param cosine of the angle between both
 */
record GradientChange(double relative, double cosine) {
    /** Of the elements {@code [from, to)}; a gradient of zero has not changed. */
    static GradientChange of(float[] before, float[] after, int from, int to) {
        double difference = 0;
        double product = 0;
        double squaresBefore = 0;
        double squaresAfter = 0;
        for (int i = from; i < to; i++) {
            double b = before[i];
            double a = after[i];
            difference += (a - b) * (a - b);
            product += a * b;
            squaresBefore += b * b;
            squaresAfter += a * a;
        }
        if (squaresBefore == 0 || squaresAfter == 0) {
            return new GradientChange(0, 1);
        }
        return new GradientChange(
                Math.sqrt(difference / squaresBefore), product / Math.sqrt(squaresBefore * squaresAfter));
    }
}
