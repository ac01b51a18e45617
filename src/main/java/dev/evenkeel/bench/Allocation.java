package dev.evenkeel.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * Bytes that this JVM's live threads have allocated on the heap since they began, by the JVM's own counters.
 *
 * @param all threads
 * @param computing those of them that run kernels: what a step's hot path allocates
 */
public record Allocation(long all, long computing) {
    private static final String COMPUTING = "compute-";

    static Allocation now() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long all = 0;
        long computing = 0;
        for (int i = 0; i < ids.length; i++) {
            // A thread that has just ended is not told of.
            long bytes = Math.max(0, allocated[i]);
            all += bytes;
            if (infos[i] != null && infos[i].getThreadName().startsWith(COMPUTING)) {
                computing += bytes;
            }
        }
        return new Allocation(all, computing);
    }

    /** What was allocated since, for each of so many steps. */
    Allocation since(Allocation before, long steps) {
        return new Allocation((all - before.all) / steps, (computing - before.computing) / steps);
    }
}
