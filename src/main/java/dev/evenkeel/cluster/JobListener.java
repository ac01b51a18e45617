package dev.evenkeel.cluster;

import dev.evenkeel.run.MetricsLine;
import java.util.Map;

/** Follows a job. Called by the journal's thread, one call at a time, in the order of events; {@code ended} comes last and once. */
public interface JobListener {
    /** Listens to nothing. */
    JobListener NONE = new JobListener() {
        @Override
        public void metrics(MetricsLine line) {}

        @Override
        public void ended(JobOutcome outcome) {}
    };

    /** Where the time of a committed step went; its metrics follow. */
    default void timed(StepTimes times) {}

    /** Other workers than before train at the job, or none for the time being. */
    default void staffed(Crew crew) {}

    /**
     * Who trains at a job.
     *
     * @param workers so many on each node, by its address; none on one that only keeps books, or that can't have more
     * @param reason a line that tells of it
     */
    record Crew(Map<String, Integer> workers, String reason) {
        public Crew {
            workers = Map.copyOf(workers);
        }
    }

    void metrics(MetricsLine line);

    void ended(JobOutcome outcome);

    /** Instead of {@code ended}: the actors here were stopped before the job's end; elsewhere it may go on. */
    default void abandoned() {
        ended(new JobOutcome.Failed("the job's actors were stopped before its end"));
    }

    /** The same, as one who hears only of the steps: how the job ends it is told otherwise. */
    default JobListener ofSteps() {
        JobListener all = this;
        return new JobListener() {
            @Override
            public void timed(StepTimes times) {
                all.timed(times);
            }

            @Override
            public void metrics(MetricsLine line) {
                all.metrics(line);
            }

            @Override
            public void ended(JobOutcome outcome) {}

            @Override
            public void abandoned() {}
        };
    }
}
