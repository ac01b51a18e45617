package dev.evenkeel.lab;

import dev.evenkeel.lab.Compared.Quantity;
import dev.evenkeel.report.Figures;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link CovariateShiftExperiment}: from figures to claims. Pure functions. */
final class ShiftClaims {
    /** A fifth less is a reduction that nobody needs statistics to see. */
    private static final double REDUCED = 0.8;

    private ShiftClaims() {}

    /** Whether the distributions that go into activations move less with batch normalization. */
    static Claim reducesShift(List<Compared> drift) {
        return new Claim(
                "By normalizing the inputs, batch normalization reduces the internal covariate shift, which is the change in"
                        + " the distribution of the inputs to a layer during training.",
                Claim.ARTICLE,
                "How far the 15th, 50th and 85th percentile of what goes into each activation move from one look to the next,"
                        + " in units of the distance of the outer two; mean over units, layers and looks.",
                text("Drift", drift),
                Compared.table("activation", new Quantity("drift between looks", drift)),
                verdict(drift),
                "It holds if the drift with batch normalization is at most " + Figures.text(REDUCED)
                        + " of that without for every activation; in part if for some, or if it is smaller for all.");
    }

    /** Whether a layer's gradient depends less on the updates of the layers below. */
    static Claim steadiesGradients(List<Compared> change, List<Compared> cosine) {
        return new Claim(
                "This stabilization of the input distribution helps to alleviate the vanishing and exploding gradient"
                        + " problems.",
                Claim.ARTICLE,
                "If so, a layer's gradient should depend less on the updates of the layers below it. After Santurkar et al."
                        + " 2018: the gradient of a layer before and after the layers below have made the step's update, as the"
                        + " norm of the difference over the norm before; mean over layers and looks.",
                text("Change of the gradient", change),
                Compared.table(
                        "activation",
                        new Quantity("relative change", change),
                        new Quantity("cosine of the angle", cosine)),
                verdict(change),
                "It holds if the change with batch normalization is at most " + Figures.text(REDUCED)
                        + " of that without for every activation; in part if for some, or if it is smaller for all."
                        + " That gradients vanish less with batch normalization is measured by 'lab gradients'; here it is"
                        + " asked whether this is the reason.");
    }

    private static Holding verdict(List<Compared> all) {
        if (all.stream().allMatch(ShiftClaims::isReduced)) {
            return Holding.HOLDS;
        }
        boolean some = all.stream().anyMatch(ShiftClaims::isReduced);
        boolean smaller = all.stream().allMatch(one -> one.isComplete() && one.ratio() < 1);
        return some || smaller ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD;
    }

    private static boolean isReduced(Compared one) {
        return one.isComplete() && one.ratio() <= REDUCED;
    }

    private static String text(String quantity, List<Compared> all) {
        return all.stream()
                .map(one -> one.net() + (one.isComplete() ? " × " + Figures.text(one.ratio()) : " broke down"))
                .collect(Collectors.joining(
                        ", ", quantity + " with batch normalization, as a multiple of that without: ", "."));
    }
}
