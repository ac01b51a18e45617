package dev.evenkeel.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import dev.evenkeel.client.NodeStatus;
import dev.evenkeel.cluster.files.RunArchive;
import dev.evenkeel.cluster.jobs.JobService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A node's HTTP server. */
public final class ApiServer {
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final ServerBinding binding;

    private ApiServer(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Listens; fails where the address can't be had.
     *
     * @param port 0 for any that is free
     * @param nodes asks for the nodes that are up
     */
    public static CompletionStage<ApiServer> bind(
            ActorSystem<?> system,
            String host,
            int port,
            JobService jobs,
            RunArchive runs,
            Supplier<CompletionStage<List<NodeStatus>>> nodes) {
        Route routes = new JobRoutes(jobs, runs, nodes, Materializer.matFromSystem(system)).routes();
        ServerSettings settings = ServerSettings.create(system.classicSystem())
                .withVerboseErrorMessages(false)
                .withServerHeader(Optional.empty());
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(settings)
                .bind(routes)
                .thenApply(binding -> new ApiServer(binding.addToCoordinatedShutdown(CLOSING, system)));
    }

    /** The port that it listens on. */
    public int port() {
        return binding.localAddress().getPort();
    }
}
