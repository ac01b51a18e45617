package dev.evenkeel.train;

import java.util.function.BooleanSupplier;

/** An exchange that hands all to another one; tests change what they look at. */
abstract class PassingOn implements Exchange {
    private final Exchange exchange;

    PassingOn(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public int members() {
        return exchange.members();
    }

    @Override
    public int rank() {
        return exchange.rank();
    }

    @Override
    public void toAll(Phase phase, int index, Part.Payload payload) {
        exchange.toAll(phase, index, payload);
    }

    @Override
    public void to(int member, Phase phase, int index, Part.Payload payload) {
        exchange.to(member, phase, index, payload);
    }

    @Override
    public boolean complete(Phase phase, int index) {
        return exchange.complete(phase, index);
    }

    @Override
    public Part.Payload[] await(Phase phase, int index, BooleanSupplier meanwhile) {
        return exchange.await(phase, index, meanwhile);
    }

    @Override
    public boolean pauseWished() {
        return exchange.pauseWished();
    }
}
