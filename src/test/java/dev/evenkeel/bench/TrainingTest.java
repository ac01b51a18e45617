package dev.evenkeel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainingTest {
    /** A run whose steps come when the test says so. */
    private static final class Scripted extends Training {
        final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        CompletableFuture<?> ended() {
            return ended;
        }

        @Override
        String kernels() {
            return "none";
        }

        @Override
        void stop() {}

        @Override
        public void close() {}
    }

    @Test
    void shouldWaitForAStepThatTakesLongerThanItsWindow() {
        Scripted training = new Scripted();
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                () -> training.committed(7), CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        assertEquals(7, training.after(0.001).step());
        later.join();
    }

    @Test
    void shouldNotWaitForTheStepsOfARunThatFailed() {
        Scripted training = new Scripted();
        training.ended.completeExceptionally(new IllegalStateException("no worker left"));
        CompletionException failed = assertThrows(CompletionException.class, () -> training.after(0.001));
        assertEquals("no worker left", failed.getCause().getMessage());
    }

    @Test
    void shouldRateWholeSteps() {
        Training.Mark from = new Training.Mark(10, 1_000_000_000L);
        assertEquals(4, new Training.Mark(16, 2_500_000_000L).stepsPerSecond(from), 1e-9);
    }
}
