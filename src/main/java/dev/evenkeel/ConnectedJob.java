package dev.evenkeel;

import dev.evenkeel.client.Follower;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A job in a cluster: a thread of its own follows it, and brings its files when it has ended. */
final class ConnectedJob implements JobHandle {
    private final JobClient client;
    private final String id;
    private final Path directory;
    private final Listeners listeners = new Listeners();
    private final CompletableFuture<TrainingResult> result = new CompletableFuture<>();
    private final Thread thread;

    /** @param done told when nothing is followed any more */
    ConnectedJob(JobClient client, String id, Path directory, Consumer<ConnectedJob> done) {
        this.client = client;
        this.id = id;
        this.directory = directory;
        this.thread = new Thread(
                () -> {
                    try {
                        toTheEnd();
                    } finally {
                        done.accept(this);
                    }
                },
                "evenkeel-job-" + id);
        thread.setDaemon(true);
    }

    void follow() {
        thread.start();
    }

    void leave() {
        JobFailedException left = new JobFailedException("the connection was closed; job " + id + " goes on");
        listeners.then(() -> result.completeExceptionally(left));
        thread.interrupt();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Path runDirectory() {
        return directory;
    }

    @Override
    public void onMetrics(Consumer<MetricsLine> listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        return result.minimalCompletionStage();
    }

    /** By a thread of its own: a cluster may take its time to answer. */
    @Override
    public void stop() {
        CompletableFuture.runAsync(() -> client.stop(id)).exceptionally(failed -> {
            listeners.then(() -> result.completeExceptionally(new JobFailedException("job " + id
                    + " could not be asked to stop: " + failed.getCause().getMessage())));
            return null;
        });
    }

    private void toTheEnd() {
        try {
            JobStatus ended = client.follow(id, new Follower() {
                @Override
                public void status(JobStatus status) {
                    // The last one is what follow returns.
                }

                @Override
                public void metrics(MetricsLine line) {
                    listeners.tell(line);
                }
            });
            fetch(ended);
            end(ended);
        } catch (IOException failed) {
            fail("the files of job " + id + " cannot be kept in " + directory + ": " + failed.getMessage());
        } catch (RuntimeException failed) {
            fail("job " + id + " could not be followed to its end: " + failed.getMessage());
        }
    }

    /** All but the checkpoints, which are the largest, and of use only to a cluster. */
    private void fetch(JobStatus ended) throws IOException {
        if (ended.workers().isEmpty()) {
            return;
        }
        String checkpoints = new RunFiles(Path.of("")).checkpoints() + "/";
        List<JobClient.RunFile> files = client.files(id).stream()
                .filter(file -> !file.name().startsWith(checkpoints))
                .toList();
        client.fetch(id, files, directory);
    }

    private void end(JobStatus ended) {
        if (ended.state() == JobState.SUCCEEDED) {
            Path model = new RunFiles(directory).model();
            String announced = ended.outcome().fingerprint().orElse("");
            String came = Sha256.of(model);
            if (!came.equals(announced)) {
                fail("the model of job " + id + " came with SHA-256 " + came + ", but " + announced + " was announced");
                return;
            }
            TrainedModel trained = TrainedModel.load(model);
            listeners.then(() -> result.complete(new TrainingResult(
                    came,
                    ended.outcome().testLoss(),
                    ended.outcome().testAccuracy(),
                    trained,
                    directory,
                    listeners.verdicts())));
        } else if (ended.state() == JobState.STOPPED) {
            long step = ended.outcome().stoppedAfter().orElse(0);
            listeners.then(() -> result.completeExceptionally(new JobStoppedException(step)));
        } else {
            fail(ended.reason());
        }
    }

    private void fail(String sentence) {
        listeners.then(() -> result.completeExceptionally(new JobFailedException(sentence)));
    }
}
