/**
 * Layers, and the network built from its specification.
 *
 * <p>A {@link dev.evenkeel.nn.Network} is immutable and shared; what belongs to one replica is a {@link dev.evenkeel.nn.Pass}, which
 * runs it forward and backward layer by layer. A residual block is unrolled like everything else: its body's layers, its shortcut's,
 * then one that adds; {@link dev.evenkeel.nn.Network} tells who reads what, and {@link dev.evenkeel.nn.BufferPlanner} derives from
 * it which values and gradients may share memory. A trainable batch-norm layer is cut in two, since its statistics come from all
 * workers: see {@link dev.evenkeel.nn.BatchNorm}. Nothing here knows of workers, messages or steps.
 */
package dev.evenkeel.nn;
