package dev.evenkeel.run;

import java.util.Optional;

/** One property of a ledger, checked line by line. The first violation is what it reports; it looks no further then. */
abstract class LedgerCheck {
    private final String property;
    private Optional<String> violation = Optional.empty();

    LedgerCheck(String property) {
        this.property = property;
    }

    /** Looks at the next line. */
    final void accept(LedgerReader.Entry entry) {
        if (violation.isEmpty()) {
            violation = violation(entry).map(found -> "line " + entry.number() + ": " + found);
        }
    }

    final Finding finding() {
        return violation
                .or(this::violationAtTheEnd)
                .map(found -> Finding.fails(property, found))
                .orElseGet(() -> Finding.holds(property, summary()));
    }

    /** What is wrong with this line, after those before it. */
    abstract Optional<String> violation(LedgerReader.Entry entry);

    /** What is missing behind the last line. */
    abstract Optional<String> violationAtTheEnd();

    /** What was found where nothing was wrong. */
    abstract String summary();
}
