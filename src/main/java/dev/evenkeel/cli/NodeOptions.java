package dev.evenkeel.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.cluster.node.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A node's options as given on the command line; what they leave out is in the settings. */
record NodeOptions(
        Optional<String> host,
        Optional<Integer> port,
        List<String> seedNodes,
        Optional<Integer> slots,
        Optional<Integer> httpPort,
        List<Path> dataRoots,
        Optional<Path> stateDir) {
    private static final String CORES = "cores";

    /** @throws UsageException where an option or setting is out of range */
    NodeSettings over(Config settings) {
        Config node = settings.withFallback(ConfigFactory.defaultReference()).getConfig("evenkeel.node");
        return new NodeSettings(
                host.orElseGet(() -> node.getString("host")),
                port("--port", port.orElseGet(() -> node.getInt("port"))),
                text(node, "bind-host"),
                text(node, "bind-port").stream()
                        .mapToInt(bind -> port("bind-port", number("bind-port", bind)))
                        .findFirst(),
                seedNodes.isEmpty() ? node.getStringList("seed-nodes") : seedNodes,
                slots(slots.map(String::valueOf).orElseGet(() -> node.getString("slots"))),
                port("--http-port", httpPort.orElseGet(() -> node.getInt("http-port"))),
                dataRoots.isEmpty()
                        ? node.getStringList("data-roots").stream()
                                .map(Path::of)
                                .toList()
                        : dataRoots,
                stateDir.or(() -> text(node, "state-dir").map(Path::of)),
                settings);
    }

    /** The settings alone, so that one of the wrong type is refused by every command. */
    static void check(Config settings) {
        Optional<String> none = Optional.empty();
        new NodeOptions(
                        none,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty())
                .over(settings);
    }

    private static Optional<String> text(Config node, String key) {
        return Optional.of(node.getString(key)).filter(text -> !text.isEmpty());
    }

    private static int port(String name, int port) {
        if (port < 0 || port > 65535) {
            throw new UsageException(name + " must be from 0 to 65535, but is " + port);
        }
        return port;
    }

    private static int slots(String text) {
        int slots = text.equals(CORES) ? Runtime.getRuntime().availableProcessors() : number("--slots", text);
        if (slots < 0) {
            throw new UsageException("--slots must be 0 or more, but is " + slots);
        }
        return slots;
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new UsageException(name + " must be a whole number, but is \"" + text + "\"");
        }
    }
}
