package dev.evenkeel.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Speaks to the job API of a cluster, at any of its nodes: the one that answered last first, the others when it does not. Any
 * thread may call it; every call waits for an answer, no longer than a stated time.
 *
 * <p>Every method throws {@link RefusedException} where the cluster says no and {@link UnreachableException} where no node can
 * be spoken to.
 */
public final class JobClient {
    private final Http http;

    public JobClient(Addresses addresses) {
        this.http = new Http(addresses);
    }

    public Addresses addresses() {
        return http.addresses();
    }

    /**
     * How many workers a job gets.
     *
     * @param min it starts with no fewer; empty: 1
     * @param max it gets no more; empty: as many as are of use
     */
    public record Workers(OptionalInt min, OptionalInt max) {
        public static final Workers ANY = new Workers(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * Submits a job; when this returns it is safe on a majority of the nodes.
     *
     * @param dataDigest what the data must be, where that is known; a cluster whose data is another refuses the job
     * @return the job's id
     */
    public String submit(JobSpec job, Optional<String> dataDigest, Workers workers) {
        return submit(job, dataDigest, workers, Optional.empty());
    }

    /**
     * Likewise.
     *
     * @param resume id of a job to go on with, from the newest checkpoint that the nodes have of it
     */
    public String submit(JobSpec job, Optional<String> dataDigest, Workers workers, Optional<String> resume) {
        List<String> query = new ArrayList<>();
        resume.ifPresent(id -> query.add("resume=" + id));
        workers.min().ifPresent(min -> query.add("min-workers=" + min));
        workers.max().ifPresent(max -> query.add("max-workers=" + max));
        dataDigest.ifPresent(digest -> query.add("data=" + digest));
        // So that a job that is sent again to another node, because the first one's answer got lost, is not queued
        // twice.
        query.add("submission=" + UUID.randomUUID());
        return http.post("/api/jobs?" + String.join("&", query), JobJson.write(job))
                .path("id")
                .asText();
    }

    /** All jobs that the cluster remembers, in the order of their submission. */
    public List<JobStatus> jobs() {
        List<JobStatus> jobs = new ArrayList<>();
        http.get("/api/jobs").forEach(job -> jobs.add(JobStatus.of(job)));
        return jobs;
    }

    public JobStatus status(String id) {
        return JobStatus.of(http.get(job(id)));
    }

    /** The nodes that are up. */
    public List<NodeStatus> nodes() {
        List<NodeStatus> nodes = new ArrayList<>();
        http.get("/api/nodes").forEach(node -> nodes.add(NodeStatus.of(node)));
        return nodes;
    }

    /** Asks a job to end early, behind a checkpoint. */
    public void stop(String id) {
        http.post(job(id) + "/stop", "");
    }

    /** What has happened to a job so far, a line each. */
    public List<String> logs(String id) {
        return http.text(job(id) + "/logs").lines().toList();
    }

    /**
     * Follows a job to its end: hears of every line of its metrics from the first on. Where the node goes away, another one is
     * asked to go on.
     *
     * @return the job as it ended
     */
    public JobStatus follow(String id, Follower follower) {
        return new Stream(http, job(id) + "/metrics").follow(follower);
    }

    /** Writes the model of a job that succeeded to a file. */
    public void model(String id, Path to) {
        http.download(job(id) + "/model", to);
    }

    /** A file of a job's run directory. */
    public record RunFile(String name, long size) {}

    /** The files of a job's run directory, on the node that has most of them. */
    public List<RunFile> files(String id) {
        List<RunFile> files = new ArrayList<>();
        for (JsonNode file : http.get(job(id) + "/files")) {
            files.add(new RunFile(file.path("name").asText(), file.path("size").asLong()));
        }
        return files;
    }

    /**
     * Brings files of a job's run directory into a folder.
     *
     * @throws IOException where the folder can't be written
     */
    public void fetch(String id, List<RunFile> files, Path folder) throws IOException {
        Path base = folder.toAbsolutePath().normalize();
        for (RunFile file : files) {
            Path target = base.resolve(file.name()).normalize();
            if (!target.startsWith(base) || target.equals(base)) {
                throw new IOException("the cluster names a file \"" + file.name() + "\", which is none of a run");
            }
            Files.createDirectories(target.getParent());
            http.download(job(id) + "/files/" + file.name(), target);
        }
    }

    private static String job(String id) {
        return "/api/jobs/" + Http.segment(id);
    }
}
