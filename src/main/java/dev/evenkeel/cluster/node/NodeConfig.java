package dev.evenkeel.cluster.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;

/** The configuration of a node's actor system: its addresses, over the user's settings, over {@code node.conf}, over the defaults. */
final class NodeConfig {
    private static final String ARTERY = "akka.remote.artery.";

    static final String STATE_DIR = "evenkeel.node.state-dir";

    private NodeConfig() {}

    static Config of(NodeSettings settings) {
        Config own = with(ConfigFactory.empty(), "canonical.hostname", settings.host());
        own = with(own, "canonical.port", settings.port());
        if (settings.bindHost().isPresent()) {
            own = with(own, "bind.hostname", settings.bindHost().get());
        }
        if (settings.bindPort().isPresent()) {
            own = with(own, "bind.port", settings.bindPort().getAsInt());
        }
        if (settings.stateDir().isPresent()) {
            own = own.withValue(
                    STATE_DIR,
                    ConfigValueFactory.fromAnyRef(settings.stateDir().get().toString()));
        }
        return own.withFallback(settings.config())
                .withFallback(ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), "node.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    private static Config with(Config config, String key, Object value) {
        return config.withValue(ARTERY + key, ConfigValueFactory.fromAnyRef(value));
    }
}
