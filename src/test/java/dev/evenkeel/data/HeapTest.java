package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    @Test
    void shouldRefuseWhatTheHeapCannotHold() {
        int bytesEach = (int) (HEAP / Integer.MAX_VALUE) + 2;
        int fitting = (int) (HEAP / bytesEach);
        assertEquals(fitting, Heap.arrayLength(fitting, bytesEach, "file"));
        assertEquals(
                "file needs " + ((fitting + 1L) * bytesEach + (1 << 20) - 1) / (1 << 20)
                        + " MiB of memory and the heap has " + HEAP / (1 << 20)
                        + " MiB: allow more with EVENKEEL_JAVA_OPTS=-Xmx…",
                refusal(fitting + 1L, bytesEach));
    }

    @Test
    void shouldRefuseWhatNoArrayHolds() {
        assertEquals(
                "file has 3000000000 values; more than 2147483639 in one part are not supported",
                refusal(3_000_000_000L, 1));
    }

    private static String refusal(long values, int bytesEach) {
        return assertThrows(DataException.class, () -> Heap.arrayLength(values, bytesEach, "file"))
                .getMessage();
    }
}
