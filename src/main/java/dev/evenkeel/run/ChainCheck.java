package dev.evenkeel.run;

import java.util.Optional;

/** Every line holds the hash of the line before. */
final class ChainCheck extends LedgerCheck {
    private String head = Ledger.GENESIS;
    private long lines;

    ChainCheck() {
        super("chain");
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (!entry.previous().equals(head)) {
            return Optional.of("it follows a line with hash " + entry.previous() + ", but the line before has " + head
                    + ": one of the two was changed, or lines between them are gone");
        }
        head = entry.hash();
        lines = entry.number();
        return Optional.empty();
    }

    @Override
    Optional<String> violationAtTheEnd() {
        return Optional.empty();
    }

    @Override
    String summary() {
        return "all " + lines + " lines hold the hash of the line before; the last one's is sha256:" + head;
    }
}
