package dev.evenkeel.optim;

/** The {@code optimizer} of a job. */
public sealed interface OptimizerSpec {
    double learningRate();

    /**
     * Stochastic gradient descent.
     *
     * @param weightDecay added to the gradient as decay × weight; not for γ, β and biases unless {@code decayAll}
     */
    record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay, boolean decayAll)
            implements OptimizerSpec {
        public Sgd momentum(double wanted) {
            return new Sgd(learningRate, wanted, nesterov, weightDecay, decayAll);
        }

        public Sgd nesterov(boolean wanted) {
            return new Sgd(learningRate, momentum, wanted, weightDecay, decayAll);
        }

        public Sgd weightDecay(double wanted) {
            return new Sgd(learningRate, momentum, nesterov, wanted, decayAll);
        }

        public Sgd decayAll(boolean wanted) {
            return new Sgd(learningRate, momentum, nesterov, weightDecay, wanted);
        }
    }
}
