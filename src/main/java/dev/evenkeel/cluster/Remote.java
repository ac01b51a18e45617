package dev.evenkeel.cluster;

/**
 * A message that may travel to another JVM as CBOR: a record of numbers, texts, actor references and further records. Only what
 * bears this mark is let in (see {@code node.conf}), so a class that somebody names in a frame is not made by that alone.
 */
public interface Remote {}
