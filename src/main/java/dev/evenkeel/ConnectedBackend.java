package dev.evenkeel;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.RefusedException;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster elsewhere, spoken to over HTTP. */
final class ConnectedBackend implements Backend {
    private final JobClient client;
    private final Set<ConnectedJob> open = ConcurrentHashMap.newKeySet();

    ConnectedBackend(Addresses addresses) {
        this.client = new JobClient(addresses);
    }

    @Override
    public JobHandle start(RunRequest request, RunOptions options) {
        if (request.resume()) {
            throw new RunException("a cluster does not go on with a run of this machine: submit the job anew");
        }
        if (options.loss().isPresent()) {
            throw new RunException(
                    "only a worker of this JVM is killed on purpose: in a cluster kill a node's process");
        }
        String id;
        try {
            id = client.submit(
                    request.job(), Optional.empty(), new JobClient.Workers(options.minWorkers(), options.maxWorkers()));
        } catch (RefusedException refused) {
            throw refused.isAboutTheJob() ? new InvalidJobException(refused.getMessage(), refused) : refused;
        }
        Path directory = request.directory().orElseGet(() -> request.runs().resolve(id));
        ConnectedJob job = new ConnectedJob(client, id, directory, open::remove);
        open.add(job);
        job.follow();
        return job;
    }

    /** Follows nobody any more; the jobs go on. */
    @Override
    public void close() {
        open.forEach(ConnectedJob::leave);
    }
}
