package dev.evenkeel.health;

/**
 * How long a rule's condition has held for a layer.
 *
 * @param index of the layer among those that the rule looks at
 * @param since the first step
 * @param held watched steps at which it held
 * @param well watched steps in a row at which it has not, since it fired
 * @param fired whether there was a verdict, and no other is due until the layer has been well
 */
public record Streak(Rule rule, int index, long since, int held, int well, boolean fired) {
    static Streak begin(Rule rule, int index, long step) {
        return new Streak(rule, index, step, 1, 0, false);
    }

    Streak heldAgain() {
        return new Streak(rule, index, since, held + 1, 0, fired);
    }

    Streak wellOnce() {
        return new Streak(rule, index, since, held, well + 1, fired);
    }

    Streak withVerdict() {
        return new Streak(rule, index, since, held, well, true);
    }
}
