package dev.evenkeel.http;

import dev.evenkeel.cluster.jobs.JobRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters behind the question mark. Every refusal says which, the rule and the value. */
final class Query {
    private final Map<String, List<String>> parameters;

    /** @param known all that may be there */
    Query(Map<String, List<String>> parameters, List<String> known) {
        this.parameters = parameters;
        parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw refuse(
                        "there is no parameter \"" + name + "\" here: those there are " + String.join(", ", known));
            }
            if (values.size() > 1) {
                throw refuse(name + " is given " + values.size() + " times: once is enough");
            }
        });
    }

    Optional<String> text(String name, String pattern, String rule) {
        Optional<String> value = Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
        value.filter(text -> !text.matches(pattern)).ifPresent(text -> {
            throw refuse(name + " must be " + rule + ", but is \"" + text + "\"");
        });
        return value;
    }

    OptionalInt whole(String name, int least) {
        Optional<Integer> value = text(name, "\\d{1,9}", "a whole number of " + least + " or more")
                .map(Integer::valueOf);
        value.filter(number -> number < least).ifPresent(number -> {
            throw refuse(name + " must be " + least + " or more, but is " + number);
        });
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static JobRefusedException refuse(String sentence) {
        return new JobRefusedException(400, sentence);
    }
}
