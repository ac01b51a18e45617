package dev.evenkeel.processes;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.Waiting;
import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.client.RefusedException;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.run.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Nodes as users start them, each in a process of its own, which end when this is closed. They are numbered in the order of their
 * starting; the first is the oldest, as long as it lives. One thread.
 *
 * <p>Where a class of tests registers it as an extension, they end with the last test, and a failure prints what they have said.
 */
public final class NodeProcesses implements AutoCloseable, AfterAllCallback, TestExecutionExceptionHandler {
    private static final int SIGQUIT = 3;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private static final long MINUTES = 2;
    private static final int TAIL = 40;

    private final TemporaryFolder folder = TemporaryFolder.create("evenkeel-nodes-");
    private final String javaOptions;
    private final Ports ports = new Ports();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * How a node is started.
     *
     * @param address by which the others reach it, {@code host:port}; empty: a free port of 127.0.0.1
     * @param environment variables on top of what all nodes have
     * @param options of the command {@code node}, on top of those that it has here anyway
     */
    public record Launch(int slots, Optional<String> address, Map<String, String> environment, List<Object> options) {
        public Launch {
            environment = Map.copyOf(environment);
            options = List.copyOf(options);
        }

        public static Launch of(int slots) {
            return new Launch(slots, Optional.empty(), Map.of(), List.of());
        }

        public Launch at(String wanted) {
            return new Launch(slots, Optional.of(wanted), environment, options);
        }

        public Launch with(Object... more) {
            List<Object> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Launch(slots, address, environment, all);
        }

        public Launch in(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Launch(slots, address, more, options);
        }
    }

    private static final class Node {
        private final Launch launch;
        private final List<Distribution.Running> earlier = new ArrayList<>();
        private Distribution.Running running;
        /** Where it listens, or is to. */
        private String host;

        private int port;
        private int httpPort;
        /** Where it is reached, as it says. */
        private String address;

        private String url;

        private Node(Launch launch, Ports ports) throws IOException {
            this.launch = launch;
            moveTo(ports);
        }

        /** It is to be somewhere else next time, unless its launch says where. */
        private void moveTo(Ports ports) throws IOException {
            address = launch.address().orElse("");
            url = "";
            host = address.isEmpty() ? "127.0.0.1" : address.substring(0, address.lastIndexOf(':'));
            InetAddress own = InetAddress.getByName(host);
            port = address.isEmpty()
                    ? ports.free(own)
                    : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            httpPort = ports.free(own);
        }

        private boolean lives() {
            return running.process().isAlive();
        }
    }

    public NodeProcesses() {
        this("-Xmx256m");
    }

    public NodeProcesses(String javaOptions) {
        this.javaOptions = javaOptions;
    }

    /** Starts one more; it has joined when this returns. */
    public void add(int slots, Object... options) throws IOException, InterruptedException {
        add(List.of(Launch.of(slots).with(options)));
    }

    /** Starts several with so many slots each; all have joined when this returns. */
    public void addAll(int... slots) throws IOException, InterruptedException {
        add(Arrays.stream(slots).mapToObj(Launch::of).toList());
    }

    /** Starts several, at once as far as possible: the very first has to be there before others can join. */
    public void add(List<Launch> launches) throws IOException, InterruptedException {
        int first = nodes.size();
        for (Launch launch : launches) {
            nodes.add(new Node(launch, ports));
            start(nodes.size() - 1);
            if (nodes.size() == 1) {
                awaitReady(0);
            }
        }
        for (int number = Math.max(1, first); number < nodes.size(); number++) {
            awaitReady(number);
        }
        awaitUp();
    }

    /** Starts a node that has ended once more, at the same ports and with the same state. {@link #isReady} tells when it has joined. */
    public void restart(int number) throws IOException, InterruptedException {
        awaitEnd(number);
        Node node = nodes.get(number);
        node.earlier.add(node.running);
        start(number);
    }

    /** Starts another node in the place of one that has ended: at other ports, and with an empty disk. */
    public void replace(int number) throws IOException, InterruptedException {
        awaitEnd(number);
        if (Files.exists(state(number))) {
            delete(state(number));
        }
        nodes.get(number).moveTo(ports);
        restart(number);
    }

    /** Locks, too: nobody holds them any more. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Whether a node has joined since it was started last. */
    public boolean isReady(int number) throws IOException {
        Node node = nodes.get(number);
        String said = Files.readString(node.running.out());
        if (!said.startsWith("ready ") || !said.contains("\n") || !node.lives()) {
            return false;
        }
        String[] ready = said.strip().split(" ");
        node.address = ready[1];
        node.url = ready[2];
        return true;
    }

    /** Whether its process does. */
    public boolean lives(int number) {
        return nodes.get(number).lives();
    }

    private void start(int number) throws IOException {
        Node node = nodes.get(number);
        List<Object> arguments = new ArrayList<>(List.of("node", "--slots", node.launch.slots()));
        arguments.addAll(List.of("--host", node.host, "--port", node.port, "--http-port", node.httpPort));
        arguments.addAll(List.of("--state-dir", state(number)));
        arguments.addAll(node.launch.options());
        List<String> others = living().filter(other -> other != number)
                .mapToObj(this::address)
                .toList();
        if (!others.isEmpty()) {
            arguments.addAll(List.of("--seed-nodes", String.join(",", others)));
        }
        Distribution launcher = Distribution.run().in(folder.path()).with("EVENKEEL_JAVA_OPTS", javaOptions);
        node.launch.environment().forEach(launcher::with);
        node.running = launcher.launch(arguments.toArray());
    }

    /** Waits until a node that was started has joined. */
    public void awaitReady(int number) throws IOException, InterruptedException {
        nodes.get(number).running.awaitLine("ready 127\\.0\\.0\\.\\d+:\\d+ http://127\\.0\\.0\\.\\d+:\\d+");
        isReady(number);
    }

    /** Waits until the nodes that live, and no others, are up by what each of them says. */
    public void awaitUp() {
        List<String> expected = living().mapToObj(this::address).sorted().toList();
        living().forEach(number -> {
            JobClient client = new JobClient(Addresses.of(url(number)));
            await("node " + number + " sees the nodes " + expected, () -> up(client)
                    .equals(expected));
        });
    }

    private static List<String> up(JobClient client) {
        try {
            return client.nodes().stream().map(NodeStatus::address).sorted().toList();
        } catch (RefusedException | UnreachableException notYet) {
            return List.of();
        }
    }

    /** Waits until no worker slot is taken: what is left of ended jobs has closed. */
    public void awaitFree() {
        JobClient client = new JobClient(Addresses.of(String.join(",", urls())));
        try {
            await("every slot is free", () -> client.nodes().stream().allMatch(node -> node.free() == node.slots()));
        } catch (AssertionError late) {
            throw new AssertionError(client.nodes() + " " + client.jobs(), late);
        }
    }

    private void await(String what, Waiting.Condition condition) {
        try {
            Waiting.until(what, condition);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + said(), late);
        }
    }

    /** Numbers of those whose process lives, frozen ones too. */
    public IntStream living() {
        return IntStream.range(0, nodes.size())
                .filter(number ->
                        nodes.get(number).running != null && nodes.get(number).lives())
                .filter(number -> !nodes.get(number).address.isEmpty());
    }

    public int size() {
        return nodes.size();
    }

    /** Where a node keeps its state. */
    public Path state(int node) {
        return folder.path().resolve("node-" + node);
    }

    /** The run directory of a job on a node. */
    public Path run(int node, String job) {
        return state(node).resolve("runs").resolve(job);
    }

    public String address(int node) {
        return nodes.get(node).address;
    }

    public String url(int node) {
        return nodes.get(node).url;
    }

    /** Those of the dead too: whoever asks has to find one that lives. */
    public List<String> urls() {
        return nodes.stream().map(node -> node.url).toList();
    }

    public Evenkeel connect() {
        return Evenkeel.connect(String.join(",", urls()));
    }

    /** The launcher becomes the JVM, so this is the JVM's. */
    public long pid(int node) {
        return nodes.get(node).running.process().pid();
    }

    /** Ends a node without letting it know. */
    public void kill(int node) throws IOException, InterruptedException {
        nodes.get(node).running.signal(SIGKILL);
    }

    /** Asks a node to leave the cluster and end; {@link #awaitEnd} tells with what status it did. */
    public void leave(int node) throws IOException, InterruptedException {
        nodes.get(node).running.signal(SIGTERM);
    }

    /** Stops a node's process in whatever it does, until {@link #thaw}. */
    public void freeze(int node) throws IOException, InterruptedException {
        nodes.get(node).running.signal(SIGSTOP);
    }

    public void thaw(int node) throws IOException, InterruptedException {
        nodes.get(node).running.signal(SIGCONT);
    }

    /** Waits until the process has ended, and gives its exit status. */
    public int awaitEnd(int node) throws InterruptedException {
        Process process = nodes.get(node).running.process();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("node " + node + " did not end within " + MINUTES + " minutes\n" + said());
        }
        return process.exitValue();
    }

    /** Lets every living JVM write down what its threads do, and gives that with whatever else the nodes have said last. */
    public String dump() throws IOException, InterruptedException {
        for (int number : living().toArray()) {
            thaw(number);
            nodes.get(number).running.signal(SIGQUIT);
        }
        TimeUnit.SECONDS.sleep(2);
        return said(Integer.MAX_VALUE);
    }

    /** What a node has written to standard error since it was started last. */
    public String errors(int node) throws IOException {
        return Files.readString(nodes.get(node).running.err());
    }

    /** The last lines of every node's output. */
    public String said() {
        return said(TAIL);
    }

    private String said(int lines) {
        StringBuilder said = new StringBuilder();
        for (int number = 0; number < nodes.size(); number++) {
            Node node = nodes.get(number);
            List<Distribution.Running> all = new ArrayList<>(node.earlier);
            all.add(node.running);
            for (Distribution.Running running : all) {
                said.append("--- node " + number + ", " + address(number)
                        + (running.process().isAlive()
                                ? ""
                                : ", ended with " + running.process().exitValue()) + "\n");
                for (Path file : List.of(running.out(), running.err())) {
                    tail(file, lines).forEach(line -> said.append(line).append('\n'));
                }
            }
        }
        return said.toString();
    }

    private static Stream<String> tail(Path file, int lines) {
        try {
            List<String> all = Files.readAllLines(file);
            return all.stream().skip(Math.max(0, all.size() - lines));
        } catch (IOException unreadable) {
            return Stream.of("(" + unreadable + ")");
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println(context.getDisplayName() + " failed; the nodes said last\n" + said());
        throw failure;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            for (Node node : nodes) {
                if (node.lives()) {
                    node.running.signal(SIGKILL);
                }
            }
            for (Node node : nodes) {
                node.running.end();
                for (Distribution.Running ended : node.earlier) {
                    ended.end();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
