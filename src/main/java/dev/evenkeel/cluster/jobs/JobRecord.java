package dev.evenkeel.cluster.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that the cluster remembers of a job: enough for another job manager to go on with. Kept as JSON, whose keys a later
 * version may add to.
 *
 * @param number counts submissions: the order of the queue
 * @param submission told apart by the submitter, so that one that is sent twice is queued once
 * @param resume whether it goes on from a checkpoint of its id
 * @param stop whether somebody asked for its end
 * @param wentBack whether it has gone back to a checkpoint, which it does once
 * @param job the resolved specification, as {@link JobJson} writes it
 * @param dataDigest of the data set that it was checked against
 * @param holders of checkpoints of its id: the nodes that trained it last, before it is resumed
 * @param notes what happened, in order
 */
public record JobRecord(
        long number,
        String submission,
        boolean resume,
        boolean stop,
        boolean wentBack,
        String job,
        String dataDigest,
        JobStatus status,
        List<String> holders,
        List<Note> notes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A record must fit into a message; one that waits for long among nodes that come and go has much to tell. */
    private static final int NOTES = 100;

    public JobRecord {
        holders = List.copyOf(holders);
        notes = List.copyOf(notes);
    }

    /**
     * A line of a job's log.
     *
     * @param time for people: nothing depends on a clock
     */
    public record Note(String time, String text) {}

    /**
     * A job that has just come in.
     *
     * @param before what is known of it, if it is to be resumed
     */
    static JobRecord submitted(
            long number, String id, JobManager.Submit submit, Optional<JobRecord> before, String now) {
        JobSpec spec = JobJson.parse(submit.job());
        boolean resume = !submit.resume().isEmpty();
        String reason = resume ? "submitted to be resumed" : "submitted";
        JobStatus status = new JobStatus(
                id,
                spec.name(),
                JobState.QUEUED,
                reason,
                List.of(),
                submit.minWorkers(),
                submit.maxWorkers(),
                new JobStatus.Size(submit.samples(), spec.batchSize(), spec.epochs()),
                now,
                JobStatus.Outcome.NONE);
        return new JobRecord(
                number,
                submit.submission(),
                resume,
                false,
                false,
                submit.job(),
                submit.dataDigest(),
                status,
                before.map(JobRecord::trained).orElse(List.of()),
                List.of(new Note(now, reason)));
    }

    /** Nodes that train it, or did until it ended. */
    private List<String> trained() {
        List<String> nodes = status.workers().stream()
                .filter(share -> share.workers() > 0)
                .map(JobStatus.Share::node)
                .toList();
        return nodes.isEmpty() ? holders : nodes;
    }

    public String id() {
        return status.id();
    }

    public JobState state() {
        return status.state();
    }

    public JobSpec spec() {
        return JobJson.parse(job);
    }

    /** Whether more has happened to this job than to the one of the same id. */
    boolean isLaterThan(JobRecord other) {
        int submitted = Long.compare(number, other.number);
        return submitted > 0 || submitted == 0 && progress(state()) > progress(other.state());
    }

    /** What failed for one node, as all others were lost, may have come to a good end on another. */
    private static int progress(JobState state) {
        return switch (state) {
            case QUEUED -> 0;
            case RUNNING -> 1;
            case FAILED, STOPPED -> 2;
            case SUCCEEDED -> 3;
        };
    }

    /** The job in another state, and the reason as a note; the notes stay where it says what it said before. */
    JobRecord moved(
            JobState state, String reason, List<JobStatus.Share> workers, JobStatus.Outcome outcome, String now) {
        List<Note> longer = new ArrayList<>(notes);
        if (state != status.state() || !reason.equals(status.reason())) {
            longer.add(new Note(now, reason));
        }
        if (longer.size() > NOTES) {
            longer.remove(1); // the first says when it came
        }
        JobStatus moved = new JobStatus(
                status.id(),
                status.name(),
                state,
                reason,
                workers,
                status.minWorkers(),
                status.maxWorkers(),
                status.size(),
                status.submitted(),
                outcome);
        return new JobRecord(number, submission, resume, stop, wentBack, job, dataDigest, moved, holders, longer);
    }

    /** The same job, which is to end early: whoever manages it later must know. */
    JobRecord asked(String reason, String now) {
        JobRecord told = moved(status.state(), reason, status.workers(), status.outcome(), now);
        return new JobRecord(
                number, submission, resume, true, wentBack, job, dataDigest, told.status, holders, told.notes);
    }

    /** The same job, which waits for slots again, to go on from its newest checkpoint. */
    JobRecord back(String reason, String now) {
        JobRecord told = moved(JobState.QUEUED, reason, List.of(), JobStatus.Outcome.NONE, now);
        return new JobRecord(number, submission, true, stop, true, job, dataDigest, told.status, trained(), told.notes);
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("number", number)
                .put("submission", submission)
                .put("resume", resume)
                .put("stop", stop)
                .put("went-back", wentBack)
                .put("job", job)
                .put("data", dataDigest);
        json.set("status", status.toJson());
        ArrayNode nodes = json.putArray("holders");
        holders.forEach(nodes::add);
        ArrayNode lines = json.putArray("notes");
        notes.forEach(note -> lines.addObject().put("time", note.time()).put("text", note.text()));
        return json.toString();
    }

    static JobRecord of(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<String> holders = new ArrayList<>();
            json.path("holders").forEach(node -> holders.add(node.asText()));
            List<Note> notes = new ArrayList<>();
            json.path("notes")
                    .forEach(note -> notes.add(new Note(
                            note.path("time").asText(), note.path("text").asText())));
            return new JobRecord(
                    json.path("number").asLong(),
                    json.path("submission").asText(),
                    json.path("resume").asBoolean(),
                    json.path("stop").asBoolean(),
                    json.path("went-back").asBoolean(),
                    json.path("job").asText(),
                    json.path("data").asText(),
                    JobStatus.of(json.path("status")),
                    holders,
                    notes);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a job's record is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }
}
