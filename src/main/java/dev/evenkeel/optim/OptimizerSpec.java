package dev.evenkeel.optim;

import dev.evenkeel.nn.Parameter;
import java.util.OptionalInt;

/** The {@code optimizer} of a job. */
public sealed interface OptimizerSpec {
    double learningRate();

    /** The batch size that the learning rate is meant for; empty: for the job's own. */
    OptionalInt baseBatchSize();

    double weightDecay();

    /** Whether γ, β and biases decay as well as weights. */
    boolean decayAll();

    /**
     * The rate for mini-batches of that size: in proportion to the base batch size where there is one (the linear scaling rule
     * of Goyal et al. 2017). The smaller last mini-batch of an epoch has the rate of the others.
     */
    default double rate(int batchSize) {
        return baseBatchSize().isPresent()
                ? learningRate() * ((double) batchSize / baseBatchSize().getAsInt())
                : learningRate();
    }

    /** Whether a tensor decays: weights do, γ, β and biases if the job asks for it. */
    default boolean decays(Parameter parameter) {
        return decayAll() || parameter.role() == Parameter.Role.WEIGHT;
    }

    /**
     * Stochastic gradient descent.
     *
     * @param weightDecay added to the gradient as decay × weight
     */
    record Sgd(
            double learningRate,
            OptionalInt baseBatchSize,
            double momentum,
            boolean nesterov,
            double weightDecay,
            boolean decayAll)
            implements OptimizerSpec {
        /** For the job's own batch size. */
        public Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay, boolean decayAll) {
            this(learningRate, OptionalInt.empty(), momentum, nesterov, weightDecay, decayAll);
        }

        /** Means the learning rate for mini-batches of that size; others scale it in proportion. */
        public Sgd baseBatchSize(int wanted) {
            return new Sgd(learningRate, OptionalInt.of(wanted), momentum, nesterov, weightDecay, decayAll);
        }

        public Sgd momentum(double wanted) {
            return new Sgd(learningRate, baseBatchSize, wanted, nesterov, weightDecay, decayAll);
        }

        public Sgd nesterov(boolean wanted) {
            return new Sgd(learningRate, baseBatchSize, momentum, wanted, weightDecay, decayAll);
        }

        public Sgd weightDecay(double wanted) {
            return new Sgd(learningRate, baseBatchSize, momentum, nesterov, wanted, decayAll);
        }

        public Sgd decayAll(boolean wanted) {
            return new Sgd(learningRate, baseBatchSize, momentum, nesterov, weightDecay, wanted);
        }
    }

    /**
     * Adam (Kingma and Ba 2015), and AdamW, which is Adam with decoupled weight decay (Loshchilov and Hutter 2019).
     *
     * @param beta1 of the running mean of gradients, from 0 to below 1
     * @param beta2 of the running mean of their squares, from 0 to below 1
     * @param epsilon added to the root of that mean, above 0
     * @param weightDecay added to the gradient as decay × weight; decoupled, weights shrink by rate × decay instead
     */
    record Adam(
            double learningRate,
            OptionalInt baseBatchSize,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean decoupled,
            boolean decayAll)
            implements OptimizerSpec {
        /** Means the learning rate for mini-batches of that size; others scale it in proportion. */
        public Adam baseBatchSize(int wanted) {
            OptionalInt base = OptionalInt.of(wanted);
            return new Adam(learningRate, base, beta1, beta2, epsilon, weightDecay, decoupled, decayAll);
        }

        public Adam betas(double wanted1, double wanted2) {
            return new Adam(learningRate, baseBatchSize, wanted1, wanted2, epsilon, weightDecay, decoupled, decayAll);
        }

        public Adam epsilon(double wanted) {
            return new Adam(learningRate, baseBatchSize, beta1, beta2, wanted, weightDecay, decoupled, decayAll);
        }

        public Adam weightDecay(double wanted) {
            return new Adam(learningRate, baseBatchSize, beta1, beta2, epsilon, wanted, decoupled, decayAll);
        }

        public Adam decayAll(boolean wanted) {
            return new Adam(learningRate, baseBatchSize, beta1, beta2, epsilon, weightDecay, decoupled, wanted);
        }
    }

    /**
     * Layer-wise adaptive rate scaling, for large mini-batches (You, Gitman and Ginsburg 2017): momentum, whose rate for a
     * weight tensor is multiplied by trustCoefficient · ‖w‖ / (‖g‖ + weightDecay · ‖w‖ + epsilon). γ, β and biases have
     * the plain rate, and so has a tensor whose weights or gradient are all zero.
     *
     * @param weightDecay added to the gradient as decay × weight
     */
    record Lars(
            double learningRate,
            OptionalInt baseBatchSize,
            double momentum,
            double trustCoefficient,
            double epsilon,
            double weightDecay,
            boolean decayAll)
            implements OptimizerSpec {
        /** Means the learning rate for mini-batches of that size; others scale it in proportion. */
        public Lars baseBatchSize(int wanted) {
            OptionalInt base = OptionalInt.of(wanted);
            return new Lars(learningRate, base, momentum, trustCoefficient, epsilon, weightDecay, decayAll);
        }

        public Lars momentum(double wanted) {
            return new Lars(learningRate, baseBatchSize, wanted, trustCoefficient, epsilon, weightDecay, decayAll);
        }

        public Lars trustCoefficient(double wanted) {
            return new Lars(learningRate, baseBatchSize, momentum, wanted, epsilon, weightDecay, decayAll);
        }

        public Lars epsilon(double wanted) {
            return new Lars(learningRate, baseBatchSize, momentum, trustCoefficient, wanted, weightDecay, decayAll);
        }

        public Lars weightDecay(double wanted) {
            return new Lars(learningRate, baseBatchSize, momentum, trustCoefficient, epsilon, wanted, decayAll);
        }

        public Lars decayAll(boolean wanted) {
            return new Lars(learningRate, baseBatchSize, momentum, trustCoefficient, epsilon, weightDecay, wanted);
        }
    }
}
