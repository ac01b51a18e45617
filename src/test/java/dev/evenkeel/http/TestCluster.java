package dev.evenkeel.http;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.cluster.files.NodeData;
import dev.evenkeel.cluster.node.DataAccess;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.cluster.node.NodeSettings;
import dev.evenkeel.cluster.node.TestNodes;
import dev.evenkeel.data.DataRoots;
import dev.evenkeel.train.StepObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;

/** Whole nodes with sockets and HTTP servers, all in this JVM. */
public final class TestCluster implements AutoCloseable {
    private final Path folder;
    private final StepObserver observer;
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    public TestCluster(Path folder) {
        this(folder, StepObserver.NONE);
    }

    /** @param observer what the compute threads of all nodes meet */
    public TestCluster(Path folder, StepObserver observer) {
        this.folder = folder;
        this.observer = observer;
    }

    /** Starts one more; it has joined when this returns. */
    public TestCluster add(int slots, Path... dataRoots) {
        start(slots, dataRoots);
        return join();
    }

    private TestCluster join() {
        nodes.get(nodes.size() - 1).join(Optional.of(urls.get(urls.size() - 1)));
        return this;
    }

    /** Starts one more, which does not join. */
    public TestCluster start(int slots, Path... dataRoots) {
        return start(slots, data -> data, dataRoots);
    }

    /** Starts one that joins, and comes by the data of jobs in its own way. */
    public TestCluster add(int slots, UnaryOperator<DataAccess> way) {
        start(slots, way, new Path[0]);
        return join();
    }

    private TestCluster start(int slots, UnaryOperator<DataAccess> way, Path... dataRoots) {
        List<String> seeds = nodes.stream()
                .filter(node -> !node.ended().toCompletableFuture().isDone())
                .map(Node::address)
                .limit(1)
                .toList();
        NodeSettings settings =
                TestNodes.settings(state(nodes.size()), seeds, slots, List.of(dataRoots), ConfigFactory.empty());
        NodeData data = new NodeData(new DataRoots(settings.dataRoots()), ForkJoinPool.commonPool());
        Node node = TestNodes.start(settings, way.apply(data), observer);
        nodes.add(node);
        urls.add(NodeApi.start(node, settings, data));
        return this;
    }

    /** Ends a node as a process that is killed would: it tells nobody, and its port refuses connections. */
    public void crash(int node) {
        TestNodes.crash(nodes.get(node));
    }

    /** Ends a node as SIGTERM does. */
    public void leave(int node) {
        nodes.get(node).leave();
    }

    public Path state(int node) {
        return folder.resolve("state-" + node);
    }

    /** The run directory of a job on a node. */
    public Path run(int node, String job) {
        return state(node).resolve("runs").resolve(job);
    }

    public String url(int node) {
        return urls.get(node);
    }

    public String address(int node) {
        return nodes.get(node).address();
    }

    public String urls() {
        return String.join(",", urls);
    }

    @Override
    public void close() {
        TestNodes.end(nodes);
    }
}
