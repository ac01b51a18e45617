package dev.evenkeel.cluster.node;

import akka.actor.AddressFromURIString;
import akka.event.EventStream;
import akka.remote.PhiAccrualFailureDetector;
import com.typesafe.config.Config;
import dev.evenkeel.cluster.Presence;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Akka's failure detector, which is patient with the slow, and beside it one that misses an ended process at once: its port
 * refuses connections. Named in {@code node.conf}; Akka makes one for each node that is watched, and asks it every second.
 */
public final class ProcessDetector extends PhiAccrualFailureDetector {
    private static final long PAUSE = Duration.ofMillis(700).toNanos();

    /** In a row: a port may be between two owners. */
    private static final int REFUSALS = 2;

    private final AtomicLong asked = new AtomicLong(System.nanoTime());
    private final AtomicInteger refusals = new AtomicInteger();

    /** As Akka makes it. */
    public ProcessDetector(Config config, EventStream events) {
        super(config, events);
    }

    @Override
    public boolean isAvailable() {
        ask();
        return refusals.get() < REFUSALS && super.isAvailable();
    }

    private void ask() {
        long last = asked.get();
        long now = System.nanoTime();
        if (isMonitoring() && now - last > PAUSE && asked.compareAndSet(last, now)) {
            Presence.refused(AddressFromURIString.parse(address()), ProcessDetector::inItsOwnThread)
                    .thenAccept(refused -> refusals.updateAndGet(count -> refused ? count + 1 : 0));
        }
    }

    /** It may wait for a second, and nobody may wait for it. */
    private static void inItsOwnThread(Runnable asking) {
        Thread thread = new Thread(asking, "evenkeel-presence");
        thread.setDaemon(true);
        thread.start();
    }
}
