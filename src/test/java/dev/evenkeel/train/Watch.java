package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Watches the buffers that travel between members by reference: what a reader sees, for as long as it may read, must be what
 * was sent. Slows members down at random, so that fast ones run ahead as far as they can.
 */
final class Watch {
    private final Map<Part.Payload, Integer> sent = Collections.synchronizedMap(new IdentityHashMap<>());
    private final long seed;

    Watch(long seed) {
        this.seed = seed;
    }

    Watched over(Exchange exchange) {
        return new Watched(exchange, new Random(seed + exchange.rank()));
    }

    /** A number that changes with any bit of what is meant by a payload. */
    private static int print(Part.Payload payload) {
        if (payload instanceof Part.Statistics statistics) {
            return Arrays.hashCode(new int[] {
                Arrays.hashCode(statistics.counts()),
                Arrays.hashCode(statistics.first()),
                Arrays.hashCode(statistics.second())
            });
        } else if (payload instanceof Part.Losses losses) {
            return Arrays.hashCode(losses.sums());
        } else if (payload instanceof Part.Gradients gradients) {
            int print = 1;
            for (float[] node : gradients.nodes()) {
                print = 31 * print + Arrays.hashCode(Arrays.copyOfRange(node, gradients.from(), gradients.to()));
            }
            return print;
        }
        Part.Reduced reduced = (Part.Reduced) payload;
        return 31 * Arrays.hashCode(Arrays.copyOfRange(reduced.values(), reduced.from(), reduced.to()))
                + Arrays.hashCode(Arrays.copyOfRange(reduced.blockSums(), reduced.fromBlock(), reduced.toBlock()));
    }

    /** One member's watched exchange; {@link #committed} when it has done its update. */
    final class Watched extends PassingOn {
        private final Random random;
        private final List<Part.Payload> untilReduced = new ArrayList<>();
        private final List<Part.Payload> untilCommitted = new ArrayList<>();

        private Watched(Exchange exchange, Random random) {
            super(exchange);
            this.random = random;
        }

        void committed() {
            dawdle();
            check(untilCommitted);
        }

        private void check(List<Part.Payload> read) {
            for (Part.Payload payload : read) {
                assertEquals(sent.get(payload), print(payload), () -> "written while it was read: " + payload);
            }
            read.clear();
        }

        private void dawdle() {
            try {
                if (random.nextInt(4) == 0) {
                    Thread.sleep(random.nextInt(3));
                }
            } catch (InterruptedException interrupted) {
                throw new AttemptAbortedException("interrupted");
            }
        }

        @Override
        public void toAll(Phase phase, int index, Part.Payload payload) {
            dawdle();
            if (phase == Phase.REDUCED_GRADIENT) {
                // The members' nodes have been read by now.
                check(untilReduced);
            }
            sent.put(payload, print(payload));
            super.toAll(phase, index, payload);
        }

        @Override
        public void to(int member, Phase phase, int index, Part.Payload payload) {
            dawdle();
            sent.put(payload, print(payload));
            super.to(member, phase, index, payload);
        }

        @Override
        public Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile) {
            Part.Payload[] parts = super.await(phase, index, meanwhile);
            dawdle();
            (phase == Phase.GRADIENT ? untilReduced : untilCommitted).addAll(List.of(parts));
            return parts;
        }
    }
}
