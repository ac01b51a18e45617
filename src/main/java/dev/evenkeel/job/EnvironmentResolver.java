package dev.evenkeel.job;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** Resolves substitutions that no key of the job does from environment variables, and remembers which. */
final class EnvironmentResolver implements ConfigResolver {
    /** How the origin of such a value begins. */
    static final String ORIGIN = "environment variable ";

    private final Map<String, String> variables;
    private final Map<String, String> used;

    EnvironmentResolver(Map<String, String> variables, Map<String, String> used) {
        this.variables = variables;
        this.used = used;
    }

    /** As the library asks: null where there is none. */
    @Override
    public ConfigValue lookup(String name) {
        String value = variables.get(name);
        if (value == null) {
            return null;
        }
        used.put(name, value);
        return ConfigValueFactory.fromAnyRef(value, ORIGIN + name);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
