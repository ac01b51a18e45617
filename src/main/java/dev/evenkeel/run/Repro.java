package dev.evenkeel.run;

import java.util.List;

/**
 * The text of {@code repro.txt}, what an auditor files: enough to train the model again and to know that it is the same.
 *
 * @param program version of Evenkeel and of its arithmetic: another version of the arithmetic may give other bits
 * @param job digest of the job
 * @param data digest of the data set
 * @param command the program and its arguments, which run the job again
 * @param model SHA-256 of {@code model.safetensors}
 * @param ledger hash of the ledger's last line
 */
public record Repro(String program, String job, String data, List<String> command, String model, String ledger) {
    public Repro {
        command = List.copyOf(command);
    }

    /** Lines that end with a newline; the command can be pasted into a POSIX shell. */
    public String text() {
        return """
                The same job on the same data gives this model again, byte for byte, on any number of workers.

                program   %s
                job       sha256:%s
                data      sha256:%s
                ledger    sha256:%s (its last line)

                Run again:
                  %s
                The last line it prints must be:
                  fingerprint sha256:%s
                which is what sha256sum prints for model.safetensors.
                """.formatted(program, job, data, ledger, Shell.line(command), model);
    }
}
