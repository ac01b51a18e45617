package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.StepObserver;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Halts the first member, and so all others, in the midst of some steps until the test lets it go on. */
public final class Halts implements StepObserver {
    private final Map<Long, CountDownLatch> there;
    private final Map<Long, CountDownLatch> on;

    public Halts(long... steps) {
        there = latches(steps);
        on = latches(steps);
    }

    private static Map<Long, CountDownLatch> latches(long... steps) {
        return LongStream.of(steps)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), step -> new CountDownLatch(1)));
    }

    @Override
    public void reached(ProtocolPoint point, long step, int rank, int layer) {
        if (point == ProtocolPoint.LOSS && rank == 0 && there.containsKey(step)) {
            there.get(step).countDown();
            await(on.get(step));
        }
    }

    /** Whether nobody has come so far. */
    boolean before(long step) {
        return there.get(step).getCount() > 0;
    }

    public void await(long step) {
        await(there.get(step));
    }

    public void goOn(long step) {
        on.get(step).countDown();
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
