package dev.evenkeel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes as users start them, each in a process of its own, which end when this is closed. The first is the oldest. */
final class NodeProcesses implements AutoCloseable {
    private final Path folder;
    private final String javaOptions;
    private final List<Distribution.Running> nodes = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    /** @param folder where each keeps its state, in {@code node-<number>} */
    NodeProcesses(Path folder) {
        this(folder, "-Xmx256m");
    }

    NodeProcesses(Path folder, String javaOptions) {
        this.folder = folder;
        this.javaOptions = javaOptions;
    }

    /** Starts one more; it has joined when this returns. */
    void add(int slots, Object... options) throws IOException, InterruptedException {
        int number = nodes.size();
        List<Object> arguments = new ArrayList<>(List.of("node", "--port", 0, "--http-port", 0, "--slots", slots));
        arguments.addAll(List.of("--state-dir", state(number)));
        arguments.addAll(List.of(options));
        if (number > 0) {
            arguments.addAll(List.of("--seed-nodes", addresses.get(0)));
        }
        Distribution.Running running = Distribution.run()
                .in(folder)
                .with("EVENKEEL_JAVA_OPTS", javaOptions)
                .launch(arguments.toArray());
        nodes.add(running);
        running.awaitLine("ready 127\\.0\\.0\\.1:\\d+ http://127\\.0\\.0\\.1:\\d+");
        String[] ready = Files.readString(running.out()).strip().split(" ");
        addresses.add(ready[1]);
        urls.add(ready[2]);
    }

    Path state(int node) {
        return folder.resolve("node-" + node);
    }

    /** The run directory of a job on a node. */
    Path run(int node, String job) {
        return state(node).resolve("runs").resolve(job);
    }

    String address(int node) {
        return addresses.get(node);
    }

    String url(int node) {
        return urls.get(node);
    }

    List<String> urls() {
        return List.copyOf(urls);
    }

    /** The launcher becomes the JVM, so this is the JVM's. */
    long pid(int node) {
        return nodes.get(node).process().pid();
    }

    /** Ends a node without letting it know. */
    void kill(int node) throws IOException, InterruptedException {
        nodes.get(node).signal(9);
    }

    @Override
    public void close() throws IOException {
        try {
            for (Distribution.Running node : nodes) {
                node.signal(9);
            }
            for (Distribution.Running node : nodes) {
                node.end();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
