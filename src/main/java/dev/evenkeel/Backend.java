package dev.evenkeel;

import dev.evenkeel.run.RunRequest;

/** Where jobs are run. Any thread may call it. */
interface Backend extends AutoCloseable {
    /** Checks a job and starts it, or sees to it that it is started; see {@link Evenkeel#submit}. */
    JobHandle start(RunRequest request, RunOptions options);

    @Override
    void close();
}
