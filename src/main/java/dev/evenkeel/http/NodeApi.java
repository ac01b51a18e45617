package dev.evenkeel.http;

import akka.actor.typed.javadsl.AskPattern;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.cluster.files.NodeData;
import dev.evenkeel.cluster.files.NodeFiles;
import dev.evenkeel.cluster.jobs.JobService;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.cluster.node.NodeException;
import dev.evenkeel.cluster.node.NodeSettings;
import dev.evenkeel.cluster.node.NodeView;
import dev.evenkeel.cluster.node.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes a node one that takes jobs: files for the others, its share in the job manager, the HTTP server. */
public final class NodeApi {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private NodeApi() {}

    /**
     * Starts all that; the node may join afterwards.
     *
     * @return where the server listens, {@code http://host:port}
     * @throws NodeException if it can't listen where the settings say
     */
    public static String start(Node node, NodeSettings settings, NodeData data) {
        NodeFiles files = NodeFiles.start(node, data);
        JobService jobs = JobService.start(node, files.peers());
        String host = settings.bindHost().orElse(settings.host());
        try {
            ApiServer server = ApiServer.bind(
                            node.system(), host, settings.httpPort(), jobs, files.runs(), () -> nodes(node))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return "http://" + settings.host() + ":" + server.port();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted");
        } catch (ExecutionException | TimeoutException refused) {
            throw new NodeException("the job API cannot listen on " + host + ":" + settings.httpPort()
                    + ": name another port with --http-port (0: a free one)");
        }
    }

    private static CompletionStage<List<NodeStatus>> nodes(Node node) {
        CompletionStage<Nodes.Listing> listing = AskPattern.ask(
                node.nodes(), Nodes.Get::new, PATIENCE, node.system().scheduler());
        return listing.thenApply(
                found -> found.nodes().stream().map(NodeApi::status).toList());
    }

    private static NodeStatus status(NodeView node) {
        return new NodeStatus(node.address(), node.http(), node.slots(), node.free(), node.kernels());
    }
}
