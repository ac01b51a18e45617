package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.StepLayout;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything a run writes down while it goes on: ledger, metrics, checkpoints, and in the end the model. One thread at a time; it
 * waits for the disk.
 */
public final class RunJournal implements Closeable {
    private final RunFiles files;
    private final JobSpec job;
    private final Dataset data;
    private final RunIdentity identity;
    private final List<String> command;
    private final Ledger ledger;
    private final MetricsLog metrics;
    private final Checkpoints checkpoints;
    private final Network network;
    private final List<String> weightLayers;
    private final Map<Layouts, List<LedgerLine.Share>> shares = new HashMap<>();
    private int closedEpoch;

    private record Layouts(int samples, List<Integer> workers, Portions portions) {}

    /**
     * Who committed a step, and how.
     *
     * @param attempt the one that succeeded, from 1
     * @param aborted why those before it were called off
     * @param workers the members' numbers, by rank
     * @param portions in which it was dealt to them
     */
    public record Effort(
            int attempt, List<String> aborted, List<Integer> workers, Portions portions, LedgerLine.Traffic traffic) {
        public Effort {
            aborted = List.copyOf(aborted);
            workers = List.copyOf(workers);
        }
    }

    private RunJournal(
            RunFiles files,
            JobSpec job,
            Dataset data,
            RunIdentity identity,
            List<String> command,
            Ledger ledger,
            MetricsLog metrics,
            int closedEpoch) {
        this.files = files;
        this.job = job;
        this.data = data;
        this.identity = identity;
        this.command = command;
        this.ledger = ledger;
        this.metrics = metrics;
        this.closedEpoch = closedEpoch;
        this.checkpoints = new Checkpoints(files.checkpoints());
        this.network = Replica.network(job, data);
        this.weightLayers = network.parameters().stream()
                .filter(p -> p.role() == Parameter.Role.WEIGHT)
                .map(p -> network.describe(p.layer()))
                .toList();
    }

    static RunJournal create(RunFiles files, JobSpec job, Dataset data, RunIdentity identity, List<String> command) {
        LedgerLine.Start start = new LedgerLine.Start(
                identity.resumable(),
                data.digest(),
                Arithmetic.VERSION,
                data.train().size(),
                job.batchSize(),
                job.microBatch());
        Ledger ledger = Ledger.create(files.ledger(), start);
        return new RunJournal(files, job, data, identity, command, ledger, MetricsLog.create(files.metrics()), 0);
    }

    /** Cuts ledger and metrics back to the checkpoint: what was written behind it is computed again. */
    static RunJournal resume(
            RunFiles files,
            JobSpec job,
            Dataset data,
            RunIdentity identity,
            List<String> command,
            Checkpoint checkpoint) {
        long step = checkpoint.state().counters().step();
        int stepsPerEpoch = (data.train().size() + job.batchSize() - 1) / job.batchSize();
        int epoch = Math.toIntExact(step / stepsPerEpoch);
        Ledger ledger = Ledger.resume(files.ledger(), step, checkpoint.ledgerHead());
        return new RunJournal(
                files, job, data, identity, command, ledger, MetricsLog.resume(files.metrics(), step, epoch), epoch);
    }

    public RunFiles files() {
        return files;
    }

    /** The command line that would run the job again. */
    List<String> command() {
        return command;
    }

    /** Writes down a committed step; returns the lines for those who follow the run. */
    public List<MetricsLine> step(StepResult result, Effort effort) {
        int from = result.batch().from();
        LedgerLine.Range samples = new LedgerLine.Range(from, result.batch().to());
        List<LedgerLine.Share> dealt = shares
                .computeIfAbsent(new Layouts(result.batch().size(), effort.workers(), effort.portions()), this::deal)
                .stream()
                .map(share ->
                        new LedgerLine.Share(share.worker(), share.microBatches(), shifted(share.samples(), from)))
                .toList();
        ledger.append(new LedgerLine.Step(
                result.batch().epoch(),
                result.batch().step(),
                effort.attempt(),
                result.skipped(),
                effort.aborted(),
                samples,
                dealt,
                Optional.of(effort.traffic()),
                result.digest()));
        List<MetricsLine> lines = lines(result);
        lines.forEach(metrics::append);
        return lines;
    }

    private List<MetricsLine> lines(StepResult result) {
        int epoch = result.batch().epoch();
        long step = result.batch().step();
        List<MetricsLine> lines = new ArrayList<>();
        if (result.skipped()) {
            lines.add(new MetricsLine.Skipped(epoch, step));
        } else {
            List<MetricsLine.LayerNorm> norms = new ArrayList<>();
            for (int i = 0; i < weightLayers.size(); i++) {
                norms.add(new MetricsLine.LayerNorm(
                        weightLayers.get(i), result.gradientNorms().get(i)));
            }
            lines.add(new MetricsLine.Step(epoch, step, result.loss(), result.rate(), norms));
        }
        result.figures().ifPresent(figures -> lines.add(new MetricsLine.Health(epoch, step, figures)));
        result.verdicts().forEach(verdict -> lines.add(new MetricsLine.Judged(epoch, verdict)));
        return lines;
    }

    /** Writes down the verdict that ends the run at a step that was not committed; returns the line. */
    public MetricsLine judged(Verdict verdict) {
        Timeline timeline = new Timeline(data.train().size(), job.batchSize(), job.epochs());
        MetricsLine line = new MetricsLine.Judged(timeline.epochOf(verdict.step()), verdict);
        metrics.append(line);
        return line;
    }

    /** Writes down the end of an epoch; nothing if that is there from before the run was resumed. */
    public Optional<MetricsLine> epoch(int epoch, TrainingState.Counters counters, Optional<Evaluation.Result> test) {
        if (epoch <= closedEpoch) {
            return Optional.empty();
        }
        closedEpoch = epoch;
        MetricsLine line = new MetricsLine.Epoch(
                epoch,
                counters.lossSum() / counters.samples(),
                test.map(t -> OptionalDouble.of(t.loss())).orElseGet(OptionalDouble::empty),
                data.classes() == 0
                        ? OptionalDouble.empty()
                        : test.map(t -> OptionalDouble.of(t.accuracy())).orElseGet(OptionalDouble::empty));
        metrics.append(line);
        return Optional.of(line);
    }

    /** The last committed step that is written down. */
    public long step() {
        return ledger.step();
    }

    /** How far ledger and metrics go. */
    public Pages.Reach reach() {
        return new Pages.Reach(ledger.length(), metrics.length());
    }

    /** What is written down from there on, or the beginning of it. */
    public Pages pages(Pages.Reach from) {
        return Pages.read(files, from);
    }

    /**
     * Takes over what another node has written down behind what is here.
     *
     * @return false, and nothing was taken over, where it does not follow on what is here
     * @throws RunException where it is damaged
     */
    public boolean adopt(Pages pages) {
        if (!pages.from().equals(reach())) {
            return false;
        }
        try {
            if (!ledger.adopt(pages.ledger())) {
                return false;
            }
            closedEpoch = Math.max(closedEpoch, metrics.adopt(pages.metrics()));
            return true;
        } catch (IllegalArgumentException damaged) {
            throw new RunException(
                    "what another node has written of this run is damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** Drops all that is written down, to take it over from another node. */
    public void startOver() {
        ledger.clear();
        metrics.clear();
        closedEpoch = 0;
    }

    /** Saves a state; it and the ledger up to it survive a loss of power when this returns. */
    public void checkpoint(TrainingState state) {
        ledger.force();
        checkpoints.save(new Checkpoint(state, ledger.head()), identity, network);
    }

    /** Writes the model; returns its SHA-256. */
    public String model(TrainingState state) {
        ModelFile.write(files.model(), Model.of(job, data, state));
        return Sha256.of(files.model());
    }

    /** Writes the model's line in the ledger, and {@code repro.txt}; the model itself may be on other nodes. */
    public void finish(String fingerprint) {
        ledger.append(new LedgerLine.End(fingerprint));
        ledger.force();
        String program = "evenkeel, arithmetic version " + Arithmetic.VERSION;
        Repro repro = new Repro(program, identity.job(), identity.data(), command, fingerprint, ledger.head());
        RunFiles.write(files.repro(), repro.text());
    }

    private List<LedgerLine.Share> deal(Layouts of) {
        StepLayout layout =
                StepLayout.of(of.samples(), job.microBatch(), job.batchNorm().scope(), of.portions());
        List<LedgerLine.Share> dealt = new ArrayList<>();
        for (int member = 0; member < of.workers().size(); member++) {
            int from = layout.shards().from(member);
            int to = layout.shards().to(member);
            dealt.add(new LedgerLine.Share(
                    of.workers().get(member),
                    new LedgerLine.Range(from, to),
                    new LedgerLine.Range(layout.samplesBefore(from), layout.samplesBefore(to))));
        }
        return dealt;
    }

    private static LedgerLine.Range shifted(LedgerLine.Range range, int by) {
        return new LedgerLine.Range(range.from() + by, range.to() + by);
    }

    @Override
    public void close() {
        ledger.close();
        metrics.close();
    }
}
