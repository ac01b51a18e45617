package dev.evenkeel.train;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The exchange of a member that is the only one: what it sends comes back to it, at once. One thread. */
public final class Alone implements Exchange {
    private final Map<Address, Part.Payload> parts = new HashMap<>();

    private record Address(Phase phase, int index) {}

    @Override
    public int members() {
        return 1;
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public void toAll(Phase phase, int index, Part.Payload payload) {
        to(0, phase, index, payload);
    }

    @Override
    public void to(int member, Phase phase, int index, Part.Payload payload) {
        parts.put(new Address(phase, index), payload);
    }

    @Override
    public boolean complete(Phase phase, int index) {
        return parts.containsKey(new Address(phase, index));
    }

    @Override
    public Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile) {
        Address address = new Address(phase, index);
        if (!parts.containsKey(address)) {
            throw new IllegalStateException("a member that is alone waits for what it did not send: " + address);
        }
        return new Part.Payload[] {parts.remove(address)};
    }

    @Override
    public boolean pauseWished() {
        return false;
    }
}
