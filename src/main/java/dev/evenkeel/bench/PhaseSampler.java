package dev.evenkeel.bench;

import dev.evenkeel.run.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples what this JVM's compute threads run, by the JVM's flight recorder, which sees into compiled loops where they stand. To be
 * made before the warm-up: a recorder that starts changes classes of the JDK, for which the JVM throws all compiled code away.
 */
final class PhaseSampler {
    private static final String COMPUTING = "compute-";
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Recording recording = new Recording();
    private Instant from = Instant.now();
    private Map<Long, Long> before = computing();
    private long started = System.nanoTime();
    private long othersBefore = all() - sum(before);

    PhaseSampler() {
        recording.enable(SAMPLE).withPeriod(PERIOD);
        recording.start();
    }

    /** What was sampled so far does not count. */
    void begin() {
        from = Instant.now();
        before = computing();
        started = System.nanoTime();
        othersBefore = all() - sum(before);
    }

    private Map<Phase, Long> samples() {
        Map<Phase, Long> samples = new EnumMap<>(Phase.class);
        try (TemporaryFolder folder = TemporaryFolder.create("evenkeel-phases-")) {
            Path file = folder.path().resolve("samples.jfr");
            recording.dump(file);
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                // A recording that the JVM was started with puts events of its own into every file.
                if (event.getEventType().getName().equals(SAMPLE)
                        && !event.getStartTime().isBefore(from)
                        && event.getThread("sampledThread").getJavaName().startsWith(COMPUTING)) {
                    List<String> stack = event.getStackTrace().getFrames().stream()
                            .map(frame -> name(frame.getMethod()))
                            .toList();
                    samples.merge(Phase.of(stack), 1L, Long::sum);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the samples can't be read", unreadable);
        }
        return samples;
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    /** What was sampled since {@link #begin}; ends the recording. */
    PhaseShares end() {
        Map<Long, Long> after = computing();
        long computed = 0;
        for (Map.Entry<Long, Long> thread : after.entrySet()) {
            computed += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        double wall = System.nanoTime() - started;
        double others = all() - sum(after) - othersBefore;
        recording.stop();
        Map<Phase, Long> samples = samples();
        recording.close();
        return PhaseShares.of(samples, computed / (wall * Math.max(1, after.size())), others / wall);
    }

    /** CPU nanoseconds of each compute thread that lives. */
    private static Map<Long, Long> computing() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(COMPUTING)) {
                nanos.put(thread.getThreadId(), threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }

    /** CPU nanoseconds of all Java threads that live. */
    private static long all() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            nanos += Math.max(0, threads.getThreadCpuTime(id));
        }
        return nanos;
    }

    private static long sum(Map<Long, Long> nanos) {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }
}
