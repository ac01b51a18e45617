package dev.evenkeel.nn;

/** The shape of one sample's value: channels × rows × columns; a plain vector has one row and one column per channel. */
public record Shape(int channels, int rows, int columns) {
    public static Shape vector(int features) {
        return new Shape(features, 1, 1);
    }

    public int features() {
        return Math.multiplyExact(channels, plane());
    }

    /** Positions of a channel: rows × columns. */
    public int plane() {
        return Math.multiplyExact(rows, columns);
    }

    @Override
    public String toString() {
        return rows == 1 && columns == 1 ? String.valueOf(channels) : channels + "×" + rows + "×" + columns;
    }
}
