package dev.evenkeel.chaos;

/** Something did not happen within its time: it never will. */
final class Hang extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Hang(String sentence) {
        super(sentence);
    }
}
