package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/** A chart of a page: data and words, drawn by {@code charts.js}. */
public sealed interface Chart permits LineChart, HeatMap {
    /** Its name within the page: letters, digits and hyphens. */
    String id();

    String title();

    /** What is to be seen and how to read it, in a sentence or two. */
    String caption();

    /** The same in figures, few enough to be read. */
    Table table();

    /** What the script draws. */
    ObjectNode data();

    /** What stands around the drawing: the values of the template {@code chart.html}. */
    default ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", id()).put("title", title()).put("caption", caption()).put("summary", caption());
        view.set("table", table().view());
        return view;
    }

    /**
     * An axis.
     *
     * @param label the quantity, with its unit where it has one
     * @param log whether its scale is logarithmic; values that are not positive are not drawn then
     * @param percent whether colours go from 0 to 100, whatever the values
     */
    record Axis(String label, boolean log, boolean percent) {
        public static Axis linear(String label) {
            return new Axis(label, false, false);
        }

        public static Axis log(String label) {
            return new Axis(label, true, false);
        }

        public static Axis percent(String label) {
            return new Axis(label, false, true);
        }

        ObjectNode view() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("label", label)
                    .put("log", log)
                    .put("percent", percent);
        }

        /** A value as the script takes it: null where the axis cannot show it. */
        void add(ArrayNode values, OptionalDouble value) {
            if (value.isPresent() && Double.isFinite(value.getAsDouble()) && (!log || value.getAsDouble() > 0)) {
                values.add(Figures.rounded(value.getAsDouble()));
            } else {
                values.addNull();
            }
        }
    }
}
