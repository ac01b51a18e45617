package dev.evenkeel.lab;

import com.typesafe.config.Config;
import java.util.List;

/** A subject of the article: jobs, and what they show. Immutable; any thread. */
public interface Experiment {
    /** Its name on the command line. */
    String name();

    String title();

    /** What is trained and what is looked at, in a few sentences. */
    String description();

    /** Of the set at hand, as they stand in the experiment's file. */
    Config parameters();

    /** The jobs, each under a key of its own. */
    List<Trial> trials();

    /** What they have shown. A pure function. */
    Conclusion conclude(Observations seen);
}
