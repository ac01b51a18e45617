package dev.evenkeel.cluster.jobs;

import akka.cluster.ddata.AbstractReplicatedData;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.evenkeel.cluster.Remote;

/**
 * A replicated text of which the latest one counts, by (term, version) and not by any clock: the term counts job managers, the
 * version what one manager has written. A manager that was replaced and wakes up writes with an old term, so nobody heeds it.
 */
final class Latest extends AbstractReplicatedData<Latest> implements Remote {
    private final long term;
    private final long version;
    private final String text;

    @JsonCreator
    Latest(@JsonProperty("term") long term, @JsonProperty("version") long version, @JsonProperty("text") String text) {
        this.term = term;
        this.version = version;
        this.text = text;
    }

    long term() {
        return term;
    }

    long version() {
        return version;
    }

    String text() {
        return text;
    }

    /** Two of one term and version are the same text: a manager numbers what it writes. */
    @Override
    public Latest mergeData(Latest that) {
        int terms = Long.compare(term, that.term);
        int order = terms != 0 ? terms : Long.compare(version, that.version);
        return order >= 0 ? this : that;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latest that && term == that.term && version == that.version && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * term + version);
    }

    @Override
    public String toString() {
        return "(" + term + ", " + version + "): " + text;
    }
}
