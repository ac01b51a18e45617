package dev.evenkeel.cluster;

/**
 * A message between a coordinator and a worker or journal was lost, so that they don't know the same of the job any more. Its
 * message tells of that; thrown in the coordinator only, which gives way to another one: that asks everybody where the job is.
 */
final class LostMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostMessageException(String sentence) {
        super(sentence, null, false, false);
    }
}
