package dev.evenkeel.cli;

import com.typesafe.config.Config;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.cluster.node.NodeSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel node}: runs a cluster node until it is told to stop. */
@Command(
        name = "node",
        description = {
            "Runs a cluster node until it is told to stop; prints 'ready' and its address when it has joined.",
            "Without seed nodes it forms a cluster of its own. Told to end (Ctrl-C, SIGTERM), it leaves in order."
        })
final class NodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, instead of conf/evenkeel.conf.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address by which the other nodes reach this one (default: 127.0.0.1).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port for the other nodes; 0: a free one (default: 2551).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--seed-nodes",
            paramLabel = "H:P",
            split = ",",
            description = "Nodes by which it joins; the first of them begins alone.")
    private List<String> seedNodes = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Workers it can run; 0: none, a witness (default: the number of cores).")
    private Optional<Integer> slots = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "P",
            description = "Port of the job API; 0: a free one (default: 8080).")
    private Optional<Integer> httpPort = Optional.empty();

    @Option(
            names = "--data-root",
            paramLabel = "DIR",
            description = "Where relative data paths of jobs start; may be given several times.")
    private List<Path> dataRoots = List.of();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where it keeps its runs (default: state/<host>-<port>).")
    private Optional<Path> stateDir = Optional.empty();

    @Override
    public Integer call() {
        Config config = file.isPresent() ? Settings.load(file) : Settings.load();
        NodeSettings settings =
                new NodeOptions(host, port, seedNodes, slots, httpPort, dataRoots, stateDir).over(config);
        try (Node node = Node.start(settings, Optional.empty())) {
            return Interruption.heeded(node::close, () -> run(node));
        }
    }

    private int run(Node node) {
        node.join(Optional.empty());
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + node.address());
        out.flush();
        node.ended().toCompletableFuture().join();
        spec.commandLine().getErr().println("evenkeel: node " + node.address() + " is no longer part of the cluster");
        return ExitStatus.FAILED;
    }
}
