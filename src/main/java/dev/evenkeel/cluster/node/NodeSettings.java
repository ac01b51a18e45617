package dev.evenkeel.cluster.node;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a node starts.
 *
 * @param host name or address under which the other nodes reach it
 * @param port likewise; 0: a free one
 * @param bindHost what it listens on, if that is something else: behind NAT, in a container
 * @param seedNodes {@code host:port} of nodes to join by; none: a cluster of its own
 * @param slots workers it can run; 0 for a witness
 * @param httpPort of its HTTP server; 0: a free one
 * @param dataRoots folders that the data paths of jobs start from
 * @param stateDir where runs, copied data and the records of jobs are kept; empty: {@code state/<host>-<port>}
 * @param config the program's settings and Akka's, over the defaults
 */
public record NodeSettings(
        String host,
        int port,
        Optional<String> bindHost,
        OptionalInt bindPort,
        List<String> seedNodes,
        int slots,
        int httpPort,
        List<Path> dataRoots,
        Optional<Path> stateDir,
        Config config) {
    public NodeSettings {
        seedNodes = List.copyOf(seedNodes);
        dataRoots = List.copyOf(dataRoots);
    }
}
