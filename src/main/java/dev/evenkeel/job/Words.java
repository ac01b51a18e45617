package dev.evenkeel.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Enum constants as the words of a job file: SOFTMAX_CROSS_ENTROPY is softmax-cross-entropy. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> of(Enum<?>... constants) {
        return Arrays.stream(constants).map(Words::of).toList();
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
