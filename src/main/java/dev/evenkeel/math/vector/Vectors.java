package dev.evenkeel.math.vector;

import dev.evenkeel.math.VirtualLanes;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this processor, and how they cover the 16 virtual lanes: one of 512 bits, two of 256 or four of 128.
 *
 * <p>Vectors of all lengths share the code of {@code intoArray}, {@code add} and their like, and with it the JVM's record of what
 * these are called on. Once that knows several lengths (a conversion stores vectors of its own before it is compiled), a vector
 * that comes out of a loop is of unknown length to the compiler, which keeps it in an object: ten times slower for the whole
 * kernel. It knows the length of what arithmetic has just returned, but not of what was loaded, reinterpreted or carried by a loop.
 * Hence the rules: these are {@linkplain #FLOAT_VECTOR cast to the one length} before they are stored; what a loop
 * carries is added to what was just loaded or computed, never the other way round; where many operations are compiled
 * together, a chain begins at a broadcast, whose length is known ({@code (−k) + x} for {@code x − k}, which is the same
 * number); no other length is computed with ({@link #NARROW} is only loaded and widened); conversions are named ({@code
 * convertShape(F2D, …)}), since {@code castShape} looks its conversion up, and whether the compiler knows which one that
 * found is chance; loops have thirty operations or so, since what comes after some fifty others may be left out, and
 * not every time; and operations stand in the loops themselves wherever they can, even the same ones in several, since a
 * method that takes or returns vectors puts them on the heap in each caller that the compiler does not inline it into.
 */
final class Vectors {
    private static final int WIDEST = 512;

    private static final VectorShape SHAPE = FloatVector.SPECIES_PREFERRED.vectorBitSize() > WIDEST
            ? VectorShape.S_512_BIT
            : FloatVector.SPECIES_PREFERRED.vectorShape();

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

    /** What {@code FLOAT_VECTOR.cast(v)} returns is of known length to the compiler; it costs nothing. */
    static final Class<? extends FloatVector> FLOAT_VECTOR = FLOATS.vectorType().asSubclass(FloatVector.class);

    static final Class<? extends IntVector> INT_VECTOR = INTS.vectorType().asSubclass(IntVector.class);
    static final Class<? extends DoubleVector> DOUBLE_VECTOR =
            DOUBLES.vectorType().asSubclass(DoubleVector.class);

    /** As many floats as there are doubles in a vector. */
    static final VectorSpecies<Float> NARROW =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));

    /** Floats in a vector. */
    static final int LENGTH = FLOATS.length();

    /** All ones, then all zeros: what a vector of it that begins at {@link #mask} and a vector have in common is what is kept. */
    static final int[] MASKS = new int[2 * VirtualLanes.COUNT];

    /** +0, then −0 where {@link #MASKS} has zeros. The product of −0 and +0 leaves any sum what it is, a sum of −0 too. */
    static final int[] NEGATIVE_ZEROS = new int[2 * VirtualLanes.COUNT];

    static {
        Arrays.fill(MASKS, 0, VirtualLanes.COUNT, -1);
        Arrays.fill(NEGATIVE_ZEROS, VirtualLanes.COUNT, 2 * VirtualLanes.COUNT, Float.floatToRawIntBits(-0f));
    }

    private Vectors() {}

    /** Where the vector of {@link #MASKS} begins that is all ones in the first {@code count} lanes, in none if it is negative. */
    static int mask(int count) {
        return VirtualLanes.COUNT - Math.max(0, Math.min(VirtualLanes.COUNT, count));
    }
}
