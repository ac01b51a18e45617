/**
 * The actors. Akka begins here; everything they decide or compute stands in the rooms before.
 *
 * <p>Per job a {@link dev.evenkeel.cluster.Coordinator}, a {@link dev.evenkeel.cluster.Journal} and N times a
 * {@link dev.evenkeel.cluster.Worker} with its compute thread. The way of a step's messages:
 * <pre>
 * coordinator  →  worker        Run(plan, until), Continue(until), Evaluate, Snapshot, Pause, Abort, Dismiss, Serve; Reckoning
 * compute      →  peers' worker Deliver(part): statistics, loss, gradients, reduced gradients; then into their compute's exchange
 * compute      →  coordinator   Committed (every step), Standing (stopped and waiting), Evaluated, Aborted, WorkerFailed, Disturbed
 * worker       →  coordinator   Beat (five times a second)
 * coordinator  →  journal       Step, EpochDone, Finished, Stopped, Failed; Reckoning
 * compute      →  journal       Save(copy of the state)
 * </pre>
 * Workers run from step to step without asking; the coordinator hears of steps after the fact.
 *
 * <p>The {@link dev.evenkeel.cluster.Coordinator} waits for its job, becomes {@link dev.evenkeel.cluster.Leading} while the job
 * runs, and {@link dev.evenkeel.cluster.Closing} in the end, until all books are closed. None of these decides anything:
 * <pre>
 * Conduct      leads the job from stage to stage: prepare, train, stand, evaluate; has the others carried out
 *  ├ Agenda    what is due now, by train.Course, and what waits for a majority; Saving, Evaluations: what was begun and is not over
 *  ├ Training  the steps: Attempts with its StepBook of reports, its Barrier when one is called off, and the Level of those who go on
 *  ├ Crew      who trains: the Roster, the Newcomers, and by the Watch over them who is lost
 *  └ Journals  the books on all nodes
 * Resolution   what becomes of the job when something has gone wrong: concluded by Training and Crew, carried out by Conduct
 * </pre>
 * Whoever sees that the job can't go on throws {@link dev.evenkeel.cluster.HopelessException}, which ends it with its sentence.
 *
 * <p><b>A worker is lost</b> when it fails, ends, or is taken for dead: {@link dev.evenkeel.cluster.Vigil} blames whoever is silent, or
 * has work, does not move and is waited for, by what has been usual lately; a node that misses three signs is asked whether its port
 * still listens, since a killed process refuses connections and a slow one does not. Whoever is lost is dismissed, and what it still says is nothing.
 * {@link dev.evenkeel.cluster.Resolution} decides whether the job goes on, and says why. If an attempt was under way it is called off:
 * <ol>
 *   <li>Every survivor is told to abort, and answers when its compute thread is out of the attempt's buffers, with the step of its
 *       state. An update, once begun, finishes: some may have committed a step that others could not. They differ by one step at
 *       most, since a step needs a message from every member that has committed the one before.
 *   <li>When the last has answered, the latest of these steps is the job's: what one has committed is committed, by the bits that
 *       everybody would have computed.
 *   <li>A new plan deals the micro-batches over the survivors. Those who are a step behind first get a copy of the state.
 * </ol>
 * A message that is damaged, or lost so that all wait for each other, calls the attempt off likewise, and the same workers try again.
 * With fewer than the job's least number of workers they are only brought to one step; there they stand, and say so.
 *
 * <p><b>Workers join</b> while the job runs: a node that has none of it opens its part ({@link dev.evenkeel.cluster.Newcomers}) and
 * reads the data while the others train. When its replicas are ready the others pause at a step on which they agree; nothing is
 * written while they stand, so the newcomer's journal is told how far to copy the books, and the next plan counts the newcomers
 * among those who are behind: they get a copy of the state, and a share of the next step. No attempt is called off for it.
 *
 * <p><b>Workers are of different speed</b>: a step is as slow as its slowest member. {@link dev.evenkeel.cluster.Balance} measures what
 * each takes for a micro-batch, {@link dev.evenkeel.cluster.Redeal} decides whether the steps are better dealt in other portions; if
 * they are by a fifth at least, the workers pause at a step on which they agree, and go on by a new plan. Since the tree of sums never
 * changes, neither do the bits.
 *
 * <p><b>A replica's memory is corrupted</b>: every message of a step carries the digest of the state that its sender began with, so
 * that members with different states add nothing up. The attempt is called off, every survivor tells the digest of what its
 * memory holds, and whoever has not what most have gets a copy of it; to whom it happens twice is dismissed. Without a majority
 * nobody can tell who is right: the job ends, and begins again from its newest complete checkpoint, as if it were resumed; once, and
 * then it has failed ({@link dev.evenkeel.cluster.LocalCluster} sees to that within a JVM, the job manager in a cluster). The digest that closes a step opens the next one, so this costs no second
 * pass over the state. What it can't tell is whether a bit that flipped while a step was computed has gone into that step's
 * sums before: a wrong computation within a step is not covered.
 *
 * <p><b>The coordinator is lost</b> with its node. The workers go on by the plan that stands, up to where something else is due, or
 * for as many steps as they remember for the books.
 * Another coordinator, of a higher term, takes over:
 * <ol>
 *   <li>Journals have promised to heed no lower term, and told how far their books go; those that lag copy from the fullest.
 *   <li>Every worker is told to serve: it promises likewise, leaves the attempt, and tells its step, and what it has committed
 *       since the last step in the books of its node. Nothing else can be missing in all books, so they are filled up from that.
 *   <li>A new plan brings all to the latest step; from there the course of the run says what is due. What was done already, as the
 *       evaluation of an epoch, is done again, and the journals write it down once.
 * </ol>
 * <p><b>A message of the coordinator's is lost</b>, or one to it: Akka keeps the order of what goes from one node to another, and loses
 * what is on its way when a connection breaks. So both sides count. With its signs of life a worker says how much it has told
 * ({@link dev.evenkeel.cluster.Line}), and the coordinator says as often how much it has told each worker and journal
 * ({@link dev.evenkeel.cluster.Told}). Where a count is higher than what has come, nobody tries to tell what it was: the coordinator gives way
 * ({@link dev.evenkeel.cluster.LostMessageException}), and another one takes over as above, which asks everybody where the job is. Nothing
 * is built on a gap before it is counted: a journal writes no step without the one before, and no end unless the count just before it was right.
 *
 * <p>What others may build on, a checkpoint, a model, an end, waits until a majority of the nodes is behind the coordinator: one that is
 * cut off, or frozen and replaced, publishes nothing. Whatever it still says is of a lower term, so nobody heeds it.
 */
package dev.evenkeel.cluster;
