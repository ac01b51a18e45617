package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the watch over the gradients saw. */
final class Watched {
    ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("summary", "This run was not watched.").put("hasVerdicts", false);
        view.putArray("verdicts");
        return view;
    }
}
