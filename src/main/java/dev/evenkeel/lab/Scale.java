package dev.evenkeel.lab;

/** How large an experiment is. */
public enum Scale {
    /** Minutes, on the embedded digits. */
    QUICK("quick"),
    /** The set whose results count, on Fashion-MNIST. */
    FULL("full");

    private final String key;

    Scale(String key) {
        this.key = key;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }
}
