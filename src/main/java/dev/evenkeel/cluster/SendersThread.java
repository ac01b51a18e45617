package dev.evenkeel.cluster;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Lets actors run on the threads of those who send to them. A worker's actor hands a part to its compute thread and is done: on
 * a thread of its own that would have to be woken for it, while compute threads hold all cores, a step of a small net waited longer
 * than it computed. Only for actors that never block; one message at a time all the same, for a second sender leaves its message
 * to the thread that is at it. Akka makes it, by the name that {@code reference.conf} gives.
 */
public final class SendersThread extends ExecutorServiceConfigurator {
    public SendersThread(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return Direct::new;
    }

    private static final class Direct extends AbstractExecutorService {
        private volatile boolean shutDown;

        @Override
        public void execute(Runnable mailbox) {
            mailbox.run();
        }

        @Override
        public void shutdown() {
            shutDown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutDown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutDown;
        }

        @Override
        public boolean isTerminated() {
            return shutDown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutDown;
        }
    }
}
