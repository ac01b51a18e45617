package dev.evenkeel.cli;

import dev.evenkeel.JobFailedException;
import dev.evenkeel.client.Follower;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.Shell;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows a job of a cluster as it goes, until it has ended. */
final class ClusterJob implements Follower {
    private final JobClient client;
    private final String id;
    private final PrintWriter out;
    private final PrintWriter err;
    private Optional<Following> following = Optional.empty();
    private String told = "";

    ClusterJob(JobClient client, String id, PrintWriter out, PrintWriter err) {
        this.client = client;
        this.id = id;
        this.out = out;
        this.err = err;
    }

    /**
     * Follows it; an interruption leaves the job alone and says how to come back to it.
     *
     * @return the exit status
     */
    int show(String address) {
        String again = Shell.line(List.of("evenkeel", "logs", id, "--follow", "--address", address));
        try {
            JobStatus ended = Interruption.answered(
                    () -> {
                        err.println("evenkeel: detached; job " + id + " goes on, and this follows it again:");
                        err.println("  " + again);
                        err.flush();
                    },
                    () -> client.follow(id, this));
            following.ifPresent(Following::close);
            return end(ended);
        } catch (UnreachableException lost) {
            following.ifPresent(Following::close);
            throw new JobFailedException(lost.getMessage() + "; when one is back, this follows it again: " + again);
        }
    }

    @Override
    public void status(JobStatus status) {
        if (!status.state().ended() && !status.reason().equals(told)) {
            told = status.reason();
            out.println(told);
            out.flush();
        }
        if (status.state() == JobState.RUNNING && following.isEmpty()) {
            RunLength length = RunLength.of(
                    status.size().samples(),
                    status.size().batchSize(),
                    status.size().epochs());
            PlainProgress lines = new PlainProgress(out, status.size().epochs());
            following = Optional.of(new Following(Progress.on(Terminal.detect(), lines, err, length)));
        }
    }

    @Override
    public void metrics(MetricsLine line) {
        following.ifPresent(shown -> shown.show(line));
    }

    private int end(JobStatus ended) {
        if (ended.state() != JobState.SUCCEEDED) {
            err.println(
                    "evenkeel: job " + id + (ended.state() == JobState.FAILED ? " failed: " : ": ") + ended.reason());
            return ExitStatus.FAILED;
        }
        ended.outcome().testLoss().ifPresent(loss -> {
            out.print(String.format(Locale.ROOT, "test loss %.4f", loss));
            ended.outcome()
                    .testAccuracy()
                    .ifPresent(share -> out.print(String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * share)));
            out.println();
        });
        out.println("fingerprint sha256:" + ended.outcome().fingerprint().orElse(""));
        return ExitStatus.DONE;
    }
}
