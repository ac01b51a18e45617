package dev.evenkeel.data;

/** What the samples of a part are to be learnt as. The arrays are shared and nobody writes to them. */
sealed interface Targets {
    int size();

    int label(int id);

    float target(int id);

    /** Classes, from 0. */
    record Classes(int[] labels) implements Targets {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public int label(int id) {
            return labels[id];
        }

        @Override
        public float target(int id) {
            throw new UnsupportedOperationException("the data has classes, not target numbers: sample " + id);
        }
    }

    /** Numbers, for regression. */
    record Numbers(float[] values) implements Targets {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public int label(int id) {
            throw new UnsupportedOperationException("the data has target numbers, not classes: sample " + id);
        }

        @Override
        public float target(int id) {
            return values[id];
        }
    }
}
