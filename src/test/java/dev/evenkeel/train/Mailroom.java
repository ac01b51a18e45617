package dev.evenkeel.train;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Exchanges between threads of one test, without actors: parts lie by reference in one map until every member's has come. Any
 * thread; every wait has a deadline.
 */
final class Mailroom {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final int members;
    private final Map<Address, Part.Payload[]> boxes = new HashMap<>();
    private boolean aborted;

    Mailroom(int members) {
        this.members = members;
    }

    private record Address(int receiver, long step, Phase phase, int index) {}

    /** Calls off the attempt: whoever waits, or is about to, leaves. */
    synchronized void abort() {
        aborted = true;
        notifyAll();
    }

    private synchronized void put(Address address, int from, Part.Payload payload) {
        boxes.computeIfAbsent(address, a -> new Part.Payload[members])[from] = payload;
        notifyAll();
    }

    private synchronized boolean complete(Address address) {
        Part.Payload[] parts = boxes.get(address);
        return parts != null && Arrays.stream(parts).allMatch(Objects::nonNull);
    }

    private synchronized void leaveIfAborted() {
        if (aborted) {
            throw new AttemptAbortedException("called off");
        }
    }

    /** Until something has changed that might complete the box. */
    private synchronized void rest(Address address, long until) {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new TrainingException(
                    "waited in vain for " + address + ", has " + Arrays.toString(boxes.get(address)));
        }
        try {
            if (!complete(address) && !aborted) {
                wait(millis);
            }
        } catch (InterruptedException interrupted) {
            throw new AttemptAbortedException("interrupted");
        }
    }

    private synchronized Part.Payload[] take(Address address) {
        return boxes.remove(address);
    }

    Member member(int rank) {
        return new Member(rank);
    }

    /** One member's exchange. */
    final class Member implements Exchange {
        private final int rank;
        private long step;
        private boolean pauseWished;

        private Member(int rank) {
            this.rank = rank;
        }

        /** Names the step at hand; parts of later ones wait. */
        void begin(long step) {
            this.step = step;
        }

        void wishPause() {
            pauseWished = true;
        }

        @Override
        public int members() {
            return members;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public void toAll(Phase phase, int index, Part.Payload payload) {
            for (int member = 0; member < members; member++) {
                to(member, phase, index, payload);
            }
        }

        @Override
        public void to(int member, Phase phase, int index, Part.Payload payload) {
            put(new Address(member, step, phase, index), rank, payload);
        }

        @Override
        public boolean complete(Phase phase, int index) {
            return Mailroom.this.complete(new Address(rank, step, phase, index));
        }

        @Override
        public Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile) {
            Address address = new Address(rank, step, phase, index);
            long until = System.nanoTime() + DEADLINE.toNanos();
            while (!Mailroom.this.complete(address)) {
                leaveIfAborted();
                if (!meanwhile.getAsBoolean()) {
                    rest(address, until);
                }
            }
            return take(address);
        }

        @Override
        public boolean pauseWished() {
            return pauseWished;
        }
    }
}
