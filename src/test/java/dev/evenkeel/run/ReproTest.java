package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReproTest {
    @Test
    void shouldSayHowToTrainTheModelAgain() {
        Repro repro = new Repro(
                "evenkeel 0.1.0, arithmetic 1",
                "a".repeat(64),
                "b".repeat(64),
                List.of("evenkeel", "train", "my job's.conf", "--set", "optimizer.learning-rate=0.4"),
                "c".repeat(64),
                "d".repeat(64));

        assertEquals("""
                The same job on the same data gives this model again, byte for byte, on any number of workers.

                program   evenkeel 0.1.0, arithmetic 1
                job       sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                data      sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                ledger    sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd (its last line)

                Run again:
                  evenkeel train 'my job'\\''s.conf' --set optimizer.learning-rate=0.4
                The last line it prints must be:
                  fingerprint sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
                which is what sha256sum prints for model.safetensors.
                """, repro.text());
    }
}
