package dev.evenkeel.cli;

import com.typesafe.config.Config;
import dev.evenkeel.cluster.files.NodeData;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.cluster.node.NodeSettings;
import dev.evenkeel.data.DataRoots;
import dev.evenkeel.http.NodeApi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
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
        NodeData data = new NodeData(new DataRoots(settings.dataRoots()), Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "evenkeel-data");
            thread.setDaemon(true);
            return thread;
        }));
        try (Node node = Node.start(settings, Optional.of(data))) {
            String http = NodeApi.start(node, settings, data);
            AtomicBoolean told = new AtomicBoolean();
            Runnable leave = () -> {
                told.set(true);
                node.leave();
            };
            return Interruption.heeded(leave, () -> run(node, http, told));
        }
    }

    /** @param told whether the node was told to end: it ends by itself only where the others have removed it */
    private int run(Node node, String http, AtomicBoolean told) {
        node.join(Optional.of(http));
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + node.address() + " " + http);
        out.flush();
        node.ended().toCompletableFuture().join();
        if (told.get()) {
            return ExitStatus.DONE;
        }
        String removed =
                "node " + node.address() + " was removed from the cluster: the others could not reach it, or it"
                        + " could not reach most of them; start it again";
        spec.commandLine().getErr().println("evenkeel: " + removed);
        return ExitStatus.FAILED;
    }
}
