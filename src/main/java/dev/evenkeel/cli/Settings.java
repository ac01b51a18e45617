package dev.evenkeel.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program's settings: those of {@code conf/evenkeel.conf}, over the defaults, below system properties of the same names
 * ({@code -Devenkeel.step-timeout=5m}).
 */
final class Settings {
    /** Set by the launcher: the folder of the distribution. */
    private static final String HOME = "evenkeel.home";

    private static final String SECTION = "evenkeel";

    private Settings() {}

    /** @throws UsageException where the file is no HOCON, or has a key that there is no default for: nobody would read it */
    static Config load() {
        Optional<Path> file = Optional.ofNullable(System.getProperty(HOME))
                .map(home -> Path.of(home).resolve("conf/evenkeel.conf"))
                .filter(Files::exists);
        return load(file);
    }

    /** The folder for runs whose directory nobody named. */
    static Path runs(Config settings) {
        return Path.of(settings.withFallback(ConfigFactory.defaultReference()).getString("evenkeel.runs"));
    }

    static Config load(Optional<Path> file) {
        Config defaults = ConfigFactory.defaultReference();
        try {
            Config own =
                    file.map(path -> ConfigFactory.parseFile(path.toFile())).orElse(ConfigFactory.empty());
            file.ifPresent(path -> refuseUnknown(path, own, defaults));
            Config settings = ConfigFactory.defaultOverrides().withFallback(own).resolve();
            readEach(settings.withFallback(defaults));
            return settings;
        } catch (ConfigException wrong) {
            throw new UsageException("settings: " + wrong.getMessage(), wrong);
        }
    }

    /** So that a value of the wrong type is refused here, whoever will use it. */
    private static void readEach(Config settings) {
        runs(settings);
        settings.getDuration("evenkeel.step-timeout");
        settings.getDuration("evenkeel.node.join-timeout");
        NodeOptions.check(settings);
    }

    private static void refuseUnknown(Path file, Config own, Config defaults) {
        own.entrySet().stream()
                .filter(entry -> ConfigUtil.splitPath(entry.getKey()).get(0).equals(SECTION))
                .filter(entry -> !defaults.hasPathOrNull(entry.getKey()))
                .findFirst()
                .ifPresent(entry -> {
                    throw new UsageException(file + ", line "
                            + entry.getValue().origin().lineNumber() + ": " + entry.getKey()
                            + " is no setting; those there are stand, commented out, in the file as it was delivered");
                });
    }
}
