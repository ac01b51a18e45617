/**
 * The actors. Akka begins here; everything they decide or compute stands in the rooms before.
 *
 * <p>Per job a {@link dev.evenkeel.cluster.Coordinator}, a {@link dev.evenkeel.cluster.Journal} and N times a
 * {@link dev.evenkeel.cluster.Worker} with its compute thread. The way of a step's messages:
 * <pre>
 * coordinator  →  worker        Run(plan, until), Continue(until), Evaluate, Snapshot, Pause, Abort
 * compute      →  peers' worker Deliver(part): statistics, loss, gradients, reduced gradients; then into their compute's exchange
 * compute      →  coordinator   Committed (every step), Standing (stopped and waiting), Evaluated, WorkerFailed
 * coordinator  →  journal       Step, EpochDone, Stopped, Failed
 * compute      →  journal       Save(copy of the state)
 * </pre>
 * Workers run from step to step without asking; the coordinator hears of steps after the fact.
 */
package dev.evenkeel.cluster;
