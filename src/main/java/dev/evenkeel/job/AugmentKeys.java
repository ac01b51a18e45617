package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.AugmentSpec;
import java.util.List;

/** The entries of {@code augment}: keys to values, and back. */
final class AugmentKeys {
    private static final String LIST = "a list of steps, such as [{ type = random-crop, padding = 4 }]";
    private static final Types TYPES = new Types(List.of("random-crop", "random-horizontal-flip"), List.of());

    private AugmentKeys() {}

    static List<AugmentSpec> read(Section job, String key) {
        return job.sectionsOrNone(key, LIST, AugmentKeys::read);
    }

    private static AugmentSpec read(Section step) {
        return TYPES.read(step).equals("random-crop")
                ? new AugmentSpec.RandomCrop(step.whole("padding", Range.atLeast(1)))
                : new AugmentSpec.RandomHorizontalFlip();
    }

    static ArrayNode write(List<AugmentSpec> steps) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        steps.forEach(step -> list.add(write(step)));
        return list;
    }

    private static ObjectNode write(AugmentSpec step) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type(step));
        return step instanceof AugmentSpec.RandomCrop crop ? node.put("padding", crop.padding()) : node;
    }

    static String type(AugmentSpec step) {
        return step instanceof AugmentSpec.RandomCrop ? "random-crop" : "random-horizontal-flip";
    }
}
