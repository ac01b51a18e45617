package dev.evenkeel.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.evenkeel.report.Resources;

/** The files that experiments have their parameters in. */
final class ParameterFile {
    private static final JsonMapper JSON = new JsonMapper();

    private ParameterFile() {}

    /** The parameters of an experiment's set. */
    static Config read(String experiment, Scale scale) {
        String text = Resources.text(ParameterFile.class, experiment + ".conf");
        return ConfigFactory.parseString(text).resolve().getConfig(scale.key());
    }

    /** The same as a tree. */
    static JsonNode json(Config parameters) {
        try {
            return JSON.readTree(parameters.root().render(ConfigRenderOptions.concise()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a rendered configuration is JSON", impossible);
        }
    }
}
