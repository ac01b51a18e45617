package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Part;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.StepObserver;
import dev.evenkeel.train.Tag;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on real actors, over links that treat every message badly and lose none. */
class LocalClusterTest {
    private FaultRuns runs;

    @BeforeEach
    void begin(@TempDir Path folder) {
        runs = new FaultRuns(folder);
    }

    @AfterEach
    void end() {
        runs.close();
    }

    @Test
    void shouldGiveTheSameModelWhenMessagesComeTwiceOrInAnotherOrder() {
        String undisturbed = train(3, Hooks.NONE);
        AtomicInteger twice = new AtomicInteger();
        Hooks repeating = links((part, send) -> {
            twice.incrementAndGet();
            send.accept(part);
            send.accept(part);
            return true;
        });
        assertEquals(undisturbed, train(3, repeating));
        assertTrue(twice.get() > 0);
        AtomicInteger late = new AtomicInteger();
        // A gradient part waits until the loss, sent before or after it, has gone: later ones overtake it.
        Hooks reordering = links((part, send) -> {
            if (part.tag().phase() == Phase.GRADIENT && late.getAndIncrement() % 2 == 0) {
                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(() -> send.accept(part));
            } else {
                send.accept(part);
            }
            return true;
        });
        assertEquals(undisturbed, train(3, reordering));
        assertTrue(late.get() > 0);
    }

    @Test
    void shouldDropMessagesOfOtherAttemptsAndKeepThoseThatCameBeforeTheirPlan() {
        String undisturbed = train(2, Hooks.NONE);
        AtomicInteger stale = new AtomicInteger();
        Hooks stalePartsToo = links((part, send) -> {
            // The same part with nonsense in it, from an attempt before and from one to come.
            Part.Payload nonsense = new Part.Losses(new double[] {Double.NaN, 0}, true, 0);
            for (int attempt : new int[] {0, 2}) {
                send.accept(new Part(
                        new Tag(
                                part.tag().job(),
                                part.tag().term(),
                                attempt,
                                part.tag().epoch(),
                                part.tag().step(),
                                part.tag().phase(),
                                part.tag().index(),
                                part.tag().state()),
                        part.from(),
                        nonsense));
                stale.incrementAndGet();
            }
            send.accept(part);
            return true;
        });
        assertEquals(undisturbed, train(2, stalePartsToo));
        assertTrue(stale.get() > 0);
    }

    private Hooks links(BiFunction<Part, Consumer<Part>, Boolean> link) {
        return new Hooks(StepObserver.NONE, (plan, rank) -> {
            Transport direct = Hooks.LinkFactory.BY_REFERENCE.link(plan, rank);
            return (member, part) -> link.apply(part, p -> direct.send(member, p));
        });
    }

    private String train(int workers, Hooks hooks) {
        return runs.train(workers, hooks, "60s").fingerprint();
    }
}
