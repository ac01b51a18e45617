package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A HOCON text with {@code --set} overrides, resolved: a plain tree, and for every value the place where it was written.
 *
 * @param environment the environment variables that were put in, by name
 */
record Hocon(JsonNode tree, Source source, Map<String, String> environment) {
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^}]*}");

    /** @throws InvalidJobException where the text or an override is no HOCON, includes a file, or cannot be resolved */
    static Hocon resolve(String name, String text, List<String> overrides, Map<String, String> variables) {
        Map<String, String> used = new TreeMap<>();
        try {
            Config config = ConfigFactory.parseString(text, options(name));
            for (String override : overrides) {
                config = override(override).withFallback(config);
            }
            ConfigResolveOptions resolution = ConfigResolveOptions.defaults()
                    .setUseSystemEnvironment(false)
                    .appendResolver(new EnvironmentResolver(variables, used));
            HoconTree tree = HoconTree.of(config.resolve(resolution).root(), name);
            return new Hocon(tree.root(), new Source(name, tree.places()), used);
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw unresolved(name, e);
        } catch (ConfigException e) {
            throw new InvalidJobException(place(name, e) + ": not HOCON: " + reason(e), e);
        } catch (StackOverflowError e) {
            throw new InvalidJobException(name + ": nested too deeply: a job needs a few levels", e);
        }
    }

    private static ConfigParseOptions options(String origin) {
        return ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(origin)
                .setIncluder(new NoInclude(origin));
    }

    /** One {@code key=value}, the value in HOCON. */
    private static Config override(String override) {
        String origin = HoconTree.SET + override;
        int equals = override.indexOf('=');
        String key = override.substring(0, Math.max(0, equals)).strip();
        String value = override.substring(equals + 1).strip();
        if (key.isEmpty() || value.isEmpty()) {
            throw new InvalidJobException(origin + ": must be key=value, such as optimizer.learning-rate=0.1");
        }
        try {
            ConfigUtil.splitPath(key);
        } catch (ConfigException e) {
            throw new InvalidJobException(
                    origin + ": " + key
                            + " is not a key path, such as optimizer.learning-rate: lists are set as a whole",
                    e);
        }
        try {
            Config parsed = ConfigFactory.parseString("value = " + value, options(origin));
            if (parsed.root().size() == 1) {
                return parsed.root().get("value").atPath(key);
            }
            throw new InvalidJobException(origin + ": must set one key; repeat --set for more");
        } catch (ConfigException e) {
            throw new InvalidJobException(
                    origin + ": the value is not HOCON: " + reason(e) + "; a text with special characters needs quotes",
                    e);
        }
    }

    private static InvalidJobException unresolved(String name, ConfigException e) {
        Matcher substitution = UNRESOLVED.matcher(e.getMessage());
        String what = substitution.find() ? substitution.group() : "a substitution";
        String why = e.getMessage().contains("cycle")
                ? " refers to itself in a circle"
                : " is neither a key of the job nor an environment variable that is set";
        return new InvalidJobException(place(name, e) + ": " + what + why, e);
    }

    private static String place(String name, ConfigException e) {
        return e.origin() == null ? name : HoconTree.place(e.origin(), name).orElse(name);
    }

    /** The library's words, without its places and its advice for its own users. */
    private static String reason(ConfigException e) {
        String message = e.getMessage();
        if (e.origin() != null && message.startsWith(e.origin().description() + ": ")) {
            message = message.substring(e.origin().description().length() + 2);
        }
        int advice = message.indexOf(" (if you ");
        return (advice < 0 ? message : message.substring(0, advice))
                .replaceAll("\\s+", " ")
                .strip();
    }
}
