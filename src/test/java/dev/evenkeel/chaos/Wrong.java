package dev.evenkeel.chaos;

import dev.evenkeel.run.Finding;

/** What must never be. */
enum Wrong {
    FINGERPRINT("wrong fingerprints"),
    SAMPLES("audits with samples lost or repeated"),
    BOOKS("books that are wrong otherwise"),
    FAILED("failed jobs"),
    LEAVE("leaves that cost more than a step, or did not end well"),
    HANG("hangs");

    private final String words;

    Wrong(String words) {
        this.words = words;
    }

    static Wrong of(Finding finding) {
        return finding.property().equals("samples") || finding.property().equals("shares") ? SAMPLES : BOOKS;
    }

    @Override
    public String toString() {
        return words;
    }
}
