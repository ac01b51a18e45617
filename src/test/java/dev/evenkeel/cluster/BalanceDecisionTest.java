package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.reduce.Shards;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When steps are dealt otherwise, and by what measure: of eight micro-batches, computed in times that the test makes up. */
class BalanceDecisionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int MICRO_BATCHES = 8;
    private static final double MILLISECOND = 1e6;
    private static final List<Integer> WORKERS = List.of(3, 5);

    /** The first steps of an epoch have eight micro-batches, the third one has four. */
    private static final Timeline TIMELINE = new Timeline(2 * MICRO_BATCHES + 4, MICRO_BATCHES, 1);

    private static final int WHOLE = 1;
    private static final int SHORT = 3;

    private static final JobSpec JOB = JobSpec.builder("balanced")
            .data(Data.digits())
            .layers(Layers.dense(10))
            .batchSize(MICRO_BATCHES)
            .microBatch(1)
            .build();

    private final Balance balance = new Balance(new Course(JOB, TIMELINE, false));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private Plan plan(List<Integer> numbers) {
        Desk desk = Rosters.desk(KIT, 0, numbers.size());
        Portions portions = balance.portions(numbers);
        balance.begin();
        return new Plan("balanced", 1, 1, List.of(), 0, 0, List.of(), numbers, portions, desk.workers());
    }

    /** All commit a step; where one takes longer for a micro-batch, the others wait for it. Gives what each report came to. */
    private List<Optional<Redeal>> step(Plan plan, long step, double... milliseconds) {
        Shards dealt = Shards.deal(TIMELINE.batch(step).size(), plan.portions());
        long[] busy = new long[milliseconds.length];
        for (int rank = 0; rank < busy.length; rank++) {
            busy[rank] = Math.round(dealt.size(rank) * milliseconds[rank] * MILLISECOND);
        }
        long whole = Arrays.stream(busy).max().orElseThrow();
        List<Optional<Redeal>> decided = new ArrayList<>();
        for (int rank = 0; rank < busy.length; rank++) {
            long waited = whole - busy[rank];
            StepTimes times = new StepTimes(whole, waited / 4, waited - waited / 4);
            decided.add(report(plan, rank, step, times));
        }
        return decided;
    }

    private Optional<Redeal> report(Plan plan, int rank, long step, StepTimes times) {
        return balance.add(
                plan,
                new Report.Committed(
                        plan.numbers().get(rank),
                        plan.attempt(),
                        Steps.result(TIMELINE.batch(step)),
                        new MessageExchange.Traffic(0, 0, times)));
    }

    /** So many steps, by which nothing is changed. */
    private void expectNothing(int steps, Plan plan, long step, double... milliseconds) {
        for (int i = 1; i <= steps; i++) {
            List<Optional<Redeal>> decided = step(plan, step, milliseconds);
            assertEquals(
                    List.of(),
                    decided.stream().flatMap(Optional::stream).toList(),
                    "after " + i + " steps of " + Arrays.toString(milliseconds) + " ms");
        }
    }

    /** So many steps, and not one fewer, after which they are dealt otherwise. */
    private void expectRedeal(int steps, List<Integer> then, Plan plan, double... milliseconds) {
        expectNothing(steps - 1, plan, WHOLE, milliseconds);
        assertEquals(
                List.of(new Portions(then)),
                step(plan, WHOLE, milliseconds).stream()
                        .flatMap(Optional::stream)
                        .map(Redeal::portions)
                        .toList(),
                "after " + steps + " steps of " + Arrays.toString(milliseconds) + " ms");
    }

    @ParameterizedTest
    @CsvSource({"2.5, 12.5, 40", "5, 25, 20", "20, 100, 20"})
    void shouldDecideAfterTwoSecondsAndTwentySteps(double fast, double slow, int steps) {
        expectRedeal(steps, List.of(7, 1), plan(WORKERS), fast, slow);
    }

    @Test
    void shouldBeTwiceAsPatientAfterEachChangeButNotForEver() {
        expectRedeal(20, List.of(7, 1), plan(WORKERS), 5, 25);
        for (int steps : new int[] {40, 160, 640, 1280}) {
            expectRedeal(steps, List.of(1, 7), plan(WORKERS), 25, 5);
            expectRedeal(Math.min(1280, 2 * steps), List.of(7, 1), plan(WORKERS), 5, 25);
        }
    }

    @Test
    void shouldLeaveWhatIsDealtByTheirPaces() {
        expectRedeal(20, List.of(7, 1), plan(WORKERS), 5, 25);
        expectNothing(300, plan(WORKERS), WHOLE, 5, 25);
    }

    /** Until all stand, they go on by the plan that is found to be bad. */
    @Test
    void shouldDecideNothingByAPlanThatIsToBeReplaced() {
        Plan bad = plan(WORKERS);
        expectRedeal(20, List.of(7, 1), bad, 5, 25);
        expectNothing(300, bad, WHOLE, 25, 5);
    }

    @Test
    void shouldMeasureEachPlanAnew() {
        expectNothing(39, plan(WORKERS), WHOLE, 2.5, 12.5);
        expectRedeal(40, List.of(7, 1), plan(WORKERS), 2.5, 12.5);
    }

    @Test
    void shouldMeasureNoStepThatIsShorterThanTheOthers() {
        expectNothing(300, plan(WORKERS), SHORT, 25, 125);
    }

    @Test
    void shouldWaitForWhoeverIsMeasuredLess() {
        Plan plan = plan(WORKERS);
        long whole = Math.round(100 * MILLISECOND);
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.empty(), report(plan, 0, WHOLE, new StepTimes(whole, 0, whole * 4 / 5)));
        }
        for (int i = 0; i < 19; i++) {
            assertEquals(Optional.empty(), report(plan, 1, WHOLE, new StepTimes(whole, 0, 0)));
        }
        assertEquals(
                Optional.of(new Portions(List.of(7, 1))),
                report(plan, 1, WHOLE, new StepTimes(whole, 0, 0)).map(Redeal::portions));
    }

    @Test
    void shouldNotFollowWhatHoldsAWorkerUpNowAndThen() {
        Plan plan = plan(WORKERS);
        expectNothing(9, plan, WHOLE, 25, 500);
        expectNothing(100, plan, WHOLE, 25, 25);
    }

    @Test
    void shouldFollowWhatHoldsAWorkerUpMoreOftenThanNot() {
        Plan plan = plan(WORKERS);
        expectNothing(9, plan, WHOLE, 10, 10);
        expectRedeal(11, List.of(7, 1), plan, 10, 50);
    }

    @Test
    void shouldDealEvenlyToOtherWorkersThanBefore() {
        expectRedeal(20, List.of(7, 1), plan(WORKERS), 5, 25);
        assertEquals(new Portions(List.of(7, 1)), balance.portions(WORKERS));
        assertEquals(Portions.even(2), balance.portions(List.of(3, 6)));
        assertEquals(Portions.even(2), balance.portions(WORKERS));
    }

    /** Of one that has none no pace is known, and nobody has one to spare. */
    @Test
    void shouldLeaveFewerMicroBatchesThanWorkersAsTheyAre() {
        List<Integer> many = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8);
        expectNothing(100, plan(many), WHOLE, 50, 50, 50, 50, 250, 50, 50, 50, 50);
    }
}
