/**
 * How tensors travel between JVMs: parts of all-reduces as binary frames over Akka remoting.
 *
 * <p>{@link dev.evenkeel.cluster.wire.Frame} describes the bytes, {@link dev.evenkeel.cluster.wire.FrameSerializer} puts them into
 * Artery's buffers without a copy in between, {@link dev.evenkeel.cluster.wire.RemoteLinks} chooses the way:
 * <ul>
 *   <li>Within a JVM a part goes by reference.
 *   <li>Statistics and losses that fit into one frame go straight to the worker, on the ordinary stream, ahead of whatever
 *       is large: the peers' compute threads wait for them.
 *   <li>Everything else goes through the {@link dev.evenkeel.cluster.wire.Bulk} actors of the two nodes, in chunks, on the stream
 *       for large messages, which has a connection of its own: neither statistics nor heartbeats queue up behind gradients.
 * </ul>
 *
 * <p><b>Costs</b> of one all-reduce of S bytes among p members, to be compared with what {@code bench allreduce} measures:
 * <pre>
 *                                     rounds   bytes sent by each      messages sent by each
 * statistics, everyone to everyone      1      (p − 1)·S               p − 1
 * gradients, reduce-scatter             1      (p − 1)/p·S·nodes       p − 1      (nodes: subtrees that the member has folded)
 * gradients, all-gather                 1      (p − 1)/p·S             p − 1
 * for comparison: ring                2(p − 1) 2(p − 1)/p·S            2(p − 1)   order of sums depends on p
 *                 halving-doubling    2·lg p   2(p − 1)/p·S            2·lg p     order of sums depends on p
 *                 star                  2      2(p − 1)·S at the root  2(p − 1) at the root
 * </pre>
 * Two rounds is the least at which every byte is sent once to whom it concerns; a large part of {@code n} bytes costs
 * {@code ⌈n / 128 KiB⌉} frames and a quarter as many credits back.
 *
 * <p><b>Buffers.</b> Nothing is copied on sending: Artery serializes later, on a thread of its own, from the sender's arrays. They
 * hold still long enough by the order of a step's phases: a sender writes a buffer again only after it has received what each
 * reader of that buffer sends later, so the frames were serialized, sent and read by then. After an abort frames may be serialized from
 * buffers that are written again; they bear the tag of the aborted attempt, so their reader drops them.
 *
 * <p><b>Loss.</b> Frames are counted by a credit per pair of nodes, so at most {@value dev.evenkeel.cluster.wire.Bulk#WINDOW} chunks are on
 * their way and Artery's queues can't overflow. A frame that is lost all the same is missed by its reader, whose step has a deadline;
 * one that is damaged is noticed by its CRC-32C. Both call the attempt off, and the step is computed again. Credits that are lost are made good by later
 * ones; when a connection took everything on its way with it, the window opens again after {@link dev.evenkeel.cluster.wire.Outbound#PATIENCE}.
 */
package dev.evenkeel.cluster.wire;
