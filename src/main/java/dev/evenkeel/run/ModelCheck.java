package dev.evenkeel.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The ledger ends with the fingerprint of the model that is there. */
final class ModelCheck extends LedgerCheck {
    private final Path model;
    private Optional<String> fingerprint = Optional.empty();

    ModelCheck(Path model) {
        super("model");
        this.model = model;
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (fingerprint.isPresent()) {
            return Optional.of("it stands behind the line with the model, which must be the last");
        }
        if (entry.line() instanceof LedgerLine.End end) {
            fingerprint = Optional.of(end.model());
        }
        return Optional.empty();
    }

    @Override
    Optional<String> violationAtTheEnd() {
        if (fingerprint.isEmpty()) {
            return Optional.of("the ledger names no model: the run has not come to its end");
        }
        if (!Files.isRegularFile(model)) {
            return Optional.of(model + " is not there; the ledger names sha256:" + fingerprint.get());
        }
        String actual = Sha256.of(model);
        if (!actual.equals(fingerprint.get())) {
            return Optional.of(model + " has sha256:" + actual + ", but the ledger names sha256:" + fingerprint.get());
        }
        return Optional.empty();
    }

    @Override
    String summary() {
        return "model.safetensors has sha256:" + fingerprint.orElseThrow() + ", as the ledger's last line says";
    }
}
