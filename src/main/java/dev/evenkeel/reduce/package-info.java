/**
 * The one order in which everything is summed, and how that is dealt to workers: pure functions, no messages.
 *
 * <p>Words used here: a <em>leaf</em> is what one micro-batch contributes; a <em>node</em> is a subtree of the
 * {@linkplain dev.evenkeel.reduce.ReductionTree reduction tree} that one member has folded by itself; a <em>slot</em> is a node's
 * place in the list of all members' nodes; a <em>fold</em> puts slots together in the order of the tree.
 */
package dev.evenkeel.reduce;
