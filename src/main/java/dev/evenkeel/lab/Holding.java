package dev.evenkeel.lab;

/** Whether a sentence agrees with what was measured. */
public enum Holding {
    HOLDS("holds"),
    HOLDS_IN_PART("holds in part"),
    DOES_NOT_HOLD("does not hold here");

    private final String words;

    Holding(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
