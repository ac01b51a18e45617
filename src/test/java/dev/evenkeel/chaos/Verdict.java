package dev.evenkeel.chaos;

import dev.evenkeel.JobHandle;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a job's model and books are what they would have been without all that. */
final class Verdict {
    private final Score score;
    private final JobHandle handle;

    Verdict(Score score, JobHandle handle) {
        this.score = score;
        this.handle = handle;
    }

    /** The model is the undisturbed one, and the books tell of every sample once. */
    void onModel(String expected) {
        try {
            String fingerprint = Jobs.result(handle, Round.HANG).fingerprint();
            check(fingerprint.equals(expected), Wrong.FINGERPRINT, "came to " + fingerprint);
            for (Finding finding : Audit.of(new RunFiles(handle.runDirectory())).findings()) {
                check(finding.holds(), Wrong.of(finding), finding.toString());
            }
            score.jobDone();
        } catch (RuntimeException failed) {
            check(false, Wrong.FAILED, failed.toString());
        }
    }

    /** Whoever has the end of the books has all of them, to the byte. */
    void onBooks(NodeProcesses nodes) throws IOException {
        Path fetched = new RunFiles(handle.runDirectory()).ledger();
        if (!Files.exists(fetched)) {
            return;
        }
        String right = Files.readString(fetched);
        String end = right.substring(right.lastIndexOf('\n', right.length() - 2) + 1);
        for (int node = 0; node < nodes.size(); node++) {
            Path books = new RunFiles(nodes.run(node, handle.id())).ledger();
            String there = Files.exists(books) ? Files.readString(books) : "";
            check(
                    !there.contains("\"model\":") || there.equals(right),
                    Wrong.BOOKS,
                    "the books of node " + node + " are not the others'; their end is " + end.strip());
        }
    }

    private void check(boolean holds, Wrong kind, String otherwise) {
        if (!holds) {
            score.wrong(kind, "job " + handle.id() + ": " + otherwise);
        }
    }
}
