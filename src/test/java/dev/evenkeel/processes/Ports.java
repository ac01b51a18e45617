package dev.evenkeel.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for processes that may end and be started again: below those that kernels give to whoever asks for any, which others may have
 * by then. None is given twice. One thread.
 */
final class Ports {
    private static final int FIRST = 10_000;
    private static final int END = 32_000;
    private static final int TRIES = 1_000;

    private final Set<Integer> given = new HashSet<>();

    /** One at which nobody listens on that host. */
    int free(InetAddress host) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(host, port) && given.add(port)) {
                return port;
            }
        }
        throw new IOException("no port of " + host + " from " + FIRST + " to " + (END - 1) + " is free");
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket free = new ServerSocket(port, 1, host)) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
