package dev.evenkeel.processes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network of one cable per node, each of which can be pulled and plugged in again, without being root. Every node has an address
 * of its own in 127.0.0.0/8, all of which Linux has. The port by which the others know it is one of ours, whose bytes are carried to
 * the one where it listens; and since it calls from its own address, one knows from whom to whom they go.
 *
 * <p>A cable that is pulled closes nothing and refuses nothing: what goes to or comes from its node waits, as does whoever calls, and
 * goes on when it is plugged in again, as what TCP sends again does. So a node whose process has ended does not refuse calls
 * either: the others miss it by its silence alone. HTTP goes another way: one can still ask a node that is cut off.
 *
 * <p>Any thread; it has one per direction of every connection.
 */
final class Cables implements AutoCloseable {
    private static final int FIRST = 11;
    private static final int CHUNK = 1 << 16;
    /** Half of what nodes have by default: after so long a silence a node is missed. */
    private static final String MISSED = "10s";

    private final Ports ports = new Ports();
    private final List<End> ends = new ArrayList<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Set<InetAddress> pulled = new HashSet<>();
    private boolean closed;

    /**
     * A node's end of its cable.
     *
     * @param known where the others call it
     * @param port where it listens
     */
    private record End(InetAddress host, ServerSocket known, int port) {}

    /** For so many nodes, from 0. */
    Cables(int nodes) throws IOException {
        for (int node = 0; node < nodes; node++) {
            InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (FIRST + node)});
            ServerSocket known = new ServerSocket(ports.free(host), 0, host);
            open.add(known);
            End end = new End(host, known, ports.free(host));
            ends.add(end);
            start(() -> answer(end));
        }
    }

    /** How to start a node at its cable. */
    NodeProcesses.Launch launch(int node, int slots) {
        End end = ends.get(node);
        String host = end.host().getHostAddress();
        return NodeProcesses.Launch.of(slots)
                .at(host + ":" + end.known().getLocalPort())
                .in(
                        "EVENKEEL_JAVA_OPTS",
                        "-Xmx256m -Dakka.cluster.failure-detector.acceptable-heartbeat-pause=" + MISSED
                                + " -Devenkeel.node.bind-port=" + end.port()
                                + " -Dakka.remote.artery.advanced.tcp.outbound-client-hostname=" + host);
    }

    synchronized void pull(int node) {
        pulled.add(ends.get(node).host());
    }

    synchronized void plug(int node) {
        pulled.remove(ends.get(node).host());
        notifyAll();
    }

    /**
     * Breaks all connections of a node, as a device on the way does that forgets them: what was on its way is lost, and whoever calls
     * again gets through.
     */
    void snap(int node) {
        InetAddress host = ends.get(node).host();
        calls.stream()
                .filter(call ->
                        call.way().from().equals(host) || call.way().to().equals(host))
                .forEach(call -> {
                    reset(call.caller());
                    reset(call.callee());
                });
    }

    /** Closes it at once, with whatever is still to be sent. */
    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException already) {
            // It is closed.
        }
        close(socket);
    }

    private void answer(End end) {
        try {
            while (true) {
                Socket caller = end.known().accept();
                open.add(caller);
                start(() -> connect(caller, end));
            }
        } catch (IOException over) {
            // Closed with all others.
        }
    }

    private void connect(Socket caller, End end) {
        Way way = new Way(caller.getInetAddress(), end.host());
        Socket callee = new Socket();
        open.add(callee);
        Call call = new Call(caller, callee, way);
        calls.add(call);
        try {
            await(way);
            callee.connect(new InetSocketAddress(end.host(), end.port()));
            caller.setTcpNoDelay(true);
            callee.setTcpNoDelay(true);
        } catch (IOException nobody) {
            close(caller, callee);
            calls.remove(call);
            return;
        }
        start(() -> carry(callee, caller, way));
        carry(caller, callee, way);
        calls.remove(call);
    }

    private record Way(InetAddress from, InetAddress to) {}

    /** A connection. */
    private record Call(Socket caller, Socket callee, Way way) {}

    /** One direction of a connection. */
    private void carry(Socket from, Socket to, Way way) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                await(way);
                out.write(chunk, 0, length);
            }
            await(way);
            to.shutdownOutput();
        } catch (IOException broken) {
            breakOff(from, to, way);
        }
        if (to.isOutputShutdown() && from.isOutputShutdown()) {
            close(from, to);
        }
    }

    /** The other end hears of it only by the cable. */
    private void breakOff(Socket from, Socket to, Way way) {
        try {
            await(way);
        } catch (IOException over) {
            // Then it hears of it now.
        }
        close(from, to);
    }

    /** Waits until both cables are plugged in. */
    private synchronized void await(Way way) throws IOException {
        while (!closed && (pulled.contains(way.from()) || pulled.contains(way.to()))) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
        if (closed) {
            throw new IOException("closed");
        }
    }

    private void close(Closeable... those) {
        for (Closeable each : those) {
            open.remove(each);
            try {
                each.close();
            } catch (IOException already) {
                // It is gone either way.
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "evenkeel-cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        open.forEach(this::close);
    }
}
