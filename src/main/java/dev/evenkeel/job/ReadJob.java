package dev.evenkeel.job;

import dev.evenkeel.data.Dataset;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A job as read from its file. */
public final class ReadJob {
    private final JobSpec spec;
    private final Path base;
    private final Map<String, String> environment;
    private final Source source;

    ReadJob(JobSpec spec, Path base, Map<String, String> environment, Source source) {
        this.spec = spec;
        this.base = base;
        this.environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        this.source = source;
    }

    public JobSpec spec() {
        return spec;
    }

    /** The folder of the file, absolute: where relative data paths start. */
    public Path base() {
        return base;
    }

    /** The environment variables that the file used, by name: they belong to the command that trains this job again. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The job with an absolute data path, which means the same wherever it runs on this machine. */
    public JobSpec located() {
        return spec.located(base);
    }

    /**
     * {@link JobValidation#check}, its sentences beginning with the file and line.
     *
     * @throws InvalidJobException where the job does not fit the data
     */
    public void check(Dataset data) {
        JobValidation.check(spec, data, source);
    }
}
