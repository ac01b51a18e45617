package dev.evenkeel;

import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who follow a job. What they are told goes through one thread, so that a slow one holds nobody up but others. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int REMEMBERED = 100_000;

    private final ThreadPoolExecutor telling;
    private final Deque<MetricsLine> told = new ArrayDeque<>();
    private final List<Consumer<MetricsLine>> listeners = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    Listeners() {
        // One thread, which ends when there is nothing to tell; it comes back for a listener that is added late.
        this.telling = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "evenkeel-listeners");
            thread.setDaemon(true);
            return thread;
        });
        telling.allowCoreThreadTimeOut(true);
    }

    /** Tells it of what was before, too. */
    void add(Consumer<MetricsLine> listener) {
        telling.execute(() -> {
            told.forEach(line -> tell(listener, line));
            listeners.add(listener);
        });
    }

    void tell(MetricsLine line) {
        telling.execute(() -> {
            if (told.size() == REMEMBERED) {
                told.removeFirst();
            }
            told.addLast(line);
            if (line instanceof MetricsLine.Judged judged) {
                verdicts.add(judged.verdict());
            }
            listeners.forEach(listener -> tell(listener, line));
        });
    }

    /** Does something once all have heard of everything so far. */
    void then(Runnable last) {
        telling.execute(last);
    }

    /** All verdicts so far; for what runs in {@link #then}. */
    List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    private static void tell(Consumer<MetricsLine> listener, MetricsLine line) {
        try {
            listener.accept(line);
        } catch (RuntimeException failed) {
            LOG.warn("a metrics listener failed: {}", failed.toString());
        }
    }
}
