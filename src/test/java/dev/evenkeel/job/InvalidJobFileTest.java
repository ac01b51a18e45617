package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong job file is refused with one sentence: place, key path, rule and value. */
class InvalidJobFileTest {
    /** Line 7 of a job that is fine without it. */
    static Stream<Arguments> lines() {
        return Stream.of(
                // Numbers.
                Arguments.of("epochs = 0", "job.conf:7: epochs must be a whole number of at least 1, but is 0"),
                Arguments.of("epochs = 1.5", "job.conf:7: epochs must be a whole number of at least 1, but is 1.5"),
                Arguments.of(
                        "epochs = many", "job.conf:7: epochs must be a whole number of at least 1, but is \"many\""),
                Arguments.of("epochs = \"5\"", "job.conf:7: epochs must be a whole number of at least 1, but is \"5\""),
                Arguments.of(
                        "epochs = 3000000000",
                        "job.conf:7: epochs must be a whole number of at least 1, but is 3000000000"),
                Arguments.of(
                        "batch-size = []",
                        "job.conf:7: batch-size must be a whole number of at least 1, but is an empty list"),
                Arguments.of(
                        "batch-size = [1]",
                        "job.conf:7: batch-size must be a whole number of at least 1, but is a list"),
                Arguments.of(
                        "batch-size = null",
                        "job.conf:7: batch-size must be a whole number of at least 1, but is null, which no key takes"),
                Arguments.of(
                        "batch-size = true",
                        "job.conf:7: batch-size must be a whole number of at least 1, but is true"),
                Arguments.of(
                        "micro-batch {}",
                        "job.conf:7: micro-batch must be a whole number of at least 1, but is an object"),
                Arguments.of(
                        "seed = 99999999999999999999",
                        "job.conf:7: seed must be a whole number from -9223372036854775808 to 9223372036854775807, but is \"99999999999999999999\""),
                Arguments.of(
                        "seed = 1e30",
                        "job.conf:7: seed must be a whole number from -9223372036854775808 to 9223372036854775807, but is 1.0E30"),
                Arguments.of(
                        "seed = 0.5",
                        "job.conf:7: seed must be a whole number from -9223372036854775808 to 9223372036854775807, but is 0.5"),
                Arguments.of(
                        "optimizer.learning-rate = 0",
                        "job.conf:7: optimizer.learning-rate must be a number above 0, but is 0"),
                Arguments.of(
                        "optimizer.learning-rate = NaN",
                        "job.conf:7: optimizer.learning-rate must be a number above 0, but is \"NaN\""),
                Arguments.of(
                        "optimizer.learning-rate = 1e999",
                        "job.conf:7: optimizer.learning-rate must be a finite number above 0, but is Infinity"),
                Arguments.of(
                        "optimizer.learning-rate = 1e39",
                        "job.conf:7: optimizer.learning-rate must be a finite number above 0, but is 1.0E39"),
                Arguments.of(
                        "optimizer.momentum = 1",
                        "job.conf:7: optimizer.momentum must be a number from 0 to below 1, but is 1"),
                Arguments.of(
                        "optimizer.weight-decay = -0.1",
                        "job.conf:7: optimizer.weight-decay must be a number of at least 0, but is -0.1"),
                Arguments.of(
                        "optimizer { momentum = 0, nesterov = true }",
                        "job.conf:7: optimizer.nesterov is true and needs optimizer.momentum above 0, which is 0"),
                Arguments.of(
                        "optimizer.nesterov = yes",
                        "job.conf:7: optimizer.nesterov must be true or false, but is \"yes\""),
                Arguments.of(
                        "schedule { type = step }",
                        "job.conf:7: schedule.every-epochs is missing: it must be a whole number of at least 1"),
                Arguments.of(
                        "schedule { type = step, every-epochs = 1, factor = 0 }",
                        "job.conf:7: schedule.factor must be a number above 0, but is 0"),
                Arguments.of(
                        "schedule.warmup-epochs = -1",
                        "job.conf:7: schedule.warmup-epochs must be a number of at least 0, but is -1"),
                Arguments.of(
                        "gradient-clip {}", "job.conf:7: gradient-clip.norm is missing: it must be a number above 0"),
                Arguments.of(
                        "gradient-clip.norm = 0", "job.conf:7: gradient-clip.norm must be a number above 0, but is 0"),
                Arguments.of(
                        "gradient-clip = 5",
                        "job.conf:7: gradient-clip must be an object of keys and values, but is 5"),
                Arguments.of(
                        "checkpoint.every-steps = 0",
                        "job.conf:7: checkpoint.every-steps must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "evaluate.every-epochs = -1",
                        "job.conf:7: evaluate.every-epochs must be a whole number of at least 1, but is -1"),
                Arguments.of(
                        "batch-norm.epsilon = 0",
                        "job.conf:7: batch-norm.epsilon must be a number from 1.0E-12 to 1, but is 0"),
                Arguments.of(
                        "batch-norm.momentum = 0",
                        "job.conf:7: batch-norm.momentum must be a number above 0 and up to 1, but is 0"),
                Arguments.of(
                        "batch-norm.zero-init-residual = 1",
                        "job.conf:7: batch-norm.zero-init-residual must be true or false, but is 1"),
                // Words.
                Arguments.of(
                        "batch-norm.momentum = cumulativ",
                        "job.conf:7: batch-norm.momentum is \"cumulativ\": did you mean cumulative?"),
                Arguments.of(
                        "batch-norm.momentum = no",
                        "job.conf:7: batch-norm.momentum must be a number above 0 and up to 1, or cumulative, but is \"no\""),
                Arguments.of(
                        "batch-norm.scope = all",
                        "job.conf:7: batch-norm.scope must be global, micro-batch or { group = 4 }, but is \"all\""),
                Arguments.of(
                        "batch-norm.scope = 4",
                        "job.conf:7: batch-norm.scope must be global, micro-batch or { group = 4 }, but is 4"),
                Arguments.of(
                        "batch-norm.scope { group = 0 }",
                        "job.conf:7: batch-norm.scope.group must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "batch-norm.scope { groups = 4 }",
                        "job.conf:7: batch-norm.scope.groups is not a known key: did you mean group?"),
                Arguments.of(
                        "loss = cross-entropy",
                        "job.conf:7: loss must be one of softmax-cross-entropy, mean-squared-error, but is \"cross-entropy\""),
                Arguments.of(
                        "loss = softmax_cross_entropy",
                        "job.conf:7: loss is \"softmax_cross_entropy\": did you mean softmax-cross-entropy?"),
                Arguments.of("schedule.type = cosin", "job.conf:7: schedule.type is \"cosin\": did you mean cosine?"),
                Arguments.of(
                        "name = a/b",
                        "job.conf:7: name must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, but is \"a/b\""),
                Arguments.of(
                        "name = 7",
                        "job.conf:7: name must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, but is 7"),
                Arguments.of(
                        "name = \"\"",
                        "job.conf:7: name must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, but is \"\""),
                Arguments.of(
                        "name = \"two\\nlines\"",
                        "job.conf:7: name must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, but is \"two lines\""),
                // Keys.
                Arguments.of("epoch = 3", "job.conf:7: epoch is not a known key: did you mean epochs?"),
                Arguments.of("batchSize = 3", "job.conf:7: batchSize is not a known key: did you mean batch-size?"),
                Arguments.of(
                        "lr = 3",
                        "job.conf:7: lr is not a known key: the keys here are name, data, augment, layers, loss, optimizer, schedule, gradient-clip, batch-size, micro-batch, batch-norm, epochs, seed, checkpoint, evaluate, health"),
                Arguments.of(
                        "optimizer { learning-rat = 1 }",
                        "job.conf:7: optimizer.learning-rat is not a known key: did you mean learning-rate?"),
                Arguments.of(
                        "optimizer { decay = 1 }",
                        "job.conf:7: optimizer.decay is not a known key: the keys here are type, learning-rate, base-batch-size, momentum, nesterov, weight-decay, decay-all"),
                Arguments.of(
                        "schedule { every-epochs = 1 }",
                        "job.conf:7: schedule.every-epochs is not a known key: the keys here are type, warmup-epochs"),
                Arguments.of(
                        "optimizer = sgd",
                        "job.conf:7: optimizer must be an object of keys and values, but is \"sgd\""),
                // Health.
                Arguments.of(
                        "health.vanishing-gradient.action = skip-step",
                        "job.conf:7: health.vanishing-gradient.action must be one of warn, stop, reduce-learning-rate, but is \"skip-step\""),
                Arguments.of(
                        "health.non-finite.action = warn",
                        "job.conf:7: health.non-finite.action must be one of stop, skip-step, but is \"warn\""),
                Arguments.of(
                        "health.dead-rlu.share = 0.4",
                        "job.conf:7: health.dead-rlu is not a known key: did you mean dead-relu?"),
                Arguments.of(
                        "health.every-steps = 0",
                        "job.conf:7: health.every-steps must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "health.rate-factor = 1",
                        "job.conf:7: health.rate-factor must be a number above 0 and below 1, but is 1"),
                // Optimizers.
                Arguments.of(
                        "optimizer.type = adagrad",
                        "job.conf:7: optimizer.type must be one of sgd, adam, adamw, lars, but is \"adagrad\""),
                Arguments.of("optimizer.type = adamv", "job.conf:7: optimizer.type is \"adamv\": did you mean adam?"),
                Arguments.of(
                        "optimizer { type = adam, momentum = 0.9 }",
                        "job.conf:7: optimizer.momentum is not a known key: the keys here are type, learning-rate, base-batch-size, beta1, beta2, epsilon, weight-decay, decay-all"),
                Arguments.of(
                        "optimizer { type = adam, beta1 = 1 }",
                        "job.conf:7: optimizer.beta1 must be a number from 0 to below 1, but is 1"),
                Arguments.of(
                        "optimizer { type = adamw, beta2 = -0.1 }",
                        "job.conf:7: optimizer.beta2 must be a number from 0 to below 1, but is -0.1"),
                Arguments.of(
                        "optimizer { type = adam, epsilon = 0 }",
                        "job.conf:7: optimizer.epsilon must be a number from 1.0E-16 to 1, but is 0"),
                Arguments.of(
                        "optimizer { type = lars, trust-coefficient = 0 }",
                        "job.conf:7: optimizer.trust-coefficient must be a number above 0, but is 0"),
                Arguments.of(
                        "optimizer { type = lars, nesterov = true }",
                        "job.conf:7: optimizer.nesterov is not a known key: the keys here are type, learning-rate, base-batch-size, momentum, trust-coefficient, epsilon, weight-decay, decay-all"),
                Arguments.of(
                        "optimizer.base-batch-size = 0",
                        "job.conf:7: optimizer.base-batch-size must be a whole number of at least 1, but is 0"),
                // Augmentation.
                Arguments.of(
                        "augment = random-crop",
                        "job.conf:7: augment must be a list of steps, such as [{ type = random-crop, padding = 4 }], but is \"random-crop\""),
                Arguments.of(
                        "augment = [{ type = crop }]",
                        "job.conf:7: augment[0].type must be one of random-crop, random-horizontal-flip, but is \"crop\""),
                Arguments.of(
                        "augment = [{ type = random-crop }]",
                        "job.conf:7: augment[0].padding is missing: it must be a whole number of at least 1"),
                Arguments.of(
                        "augment = [{ type = random-crop, padding = 0 }]",
                        "job.conf:7: augment[0].padding must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "augment = [{ type = random-horizontal-flip, padding = 1 }]",
                        "job.conf:7: augment[0].padding is not a known key: the keys here are type"),
                // Data.
                Arguments.of(
                        "data.type = mnist",
                        "job.conf:7: data.type must be one of digits, idx, cifar10, csv, synthetic, but is \"mnist\""),
                Arguments.of(
                        "data.type = idx",
                        "job.conf:7: data.path is missing: it must be the path of a folder with IDX files"),
                Arguments.of(
                        "data.path = digits.csv", "job.conf:7: data.path is not a known key: the keys here are type"),
                Arguments.of(
                        "data { type = idx, path = [a] }",
                        "job.conf:7: data.path must be the path of a folder with IDX files, but is a list"),
                Arguments.of(
                        "data { type = csv, path = a.csv, test-fraction = 1 }",
                        "job.conf:7: data.test-fraction must be a number from 0 to below 1, but is 1"),
                Arguments.of(
                        "data { type = csv, path = a.csv, label = -2 }",
                        "job.conf:7: data.label must be a whole number of at least -1, but is -2"),
                Arguments.of(
                        "data { type = csv, path = a.csv, label = true }",
                        "job.conf:7: data.label must be the name of a column, or its number from 0 (-1: the last), but is true"),
                Arguments.of(
                        "data { type = csv, path = a.csv, target = numbers }",
                        "job.conf:7: data.target is \"numbers\": did you mean number?"),
                Arguments.of(
                        "data { type = synthetic, classes = 1 }",
                        "job.conf:7: data.classes must be a whole number of at least 2, but is 1"),
                // Layers.
                Arguments.of(
                        "layers = []",
                        "job.conf:7: layers must be a list of at least one layer, such as [{ type = dense, units = 10 }], but is an empty list"),
                Arguments.of(
                        "layers = dense",
                        "job.conf:7: layers must be a list of at least one layer, such as [{ type = dense, units = 10 }], but is \"dense\""),
                Arguments.of(
                        "layers = [dense]",
                        "job.conf:7: layers[0] must be an object of keys and values, but is \"dense\""),
                Arguments.of(
                        "layers = [{ units = 1 }]",
                        "job.conf:7: layers[0].type is missing: it must be one of flatten, dense, conv2d, max-pool, avg-pool, global-avg-pool, batch-norm, relu, leaky-relu, sigmoid, tanh, gelu, dropout, residual, repeat"),
                Arguments.of(
                        "layers = [{ type = dens }]", "job.conf:7: layers[0].type is \"dens\": did you mean dense?"),
                Arguments.of(
                        "layers = [{ type = lstm }]",
                        "job.conf:7: layers[0].type must be one of flatten, dense, conv2d, max-pool, avg-pool, global-avg-pool, batch-norm, relu, leaky-relu, sigmoid, tanh, gelu, dropout, residual, repeat, but is \"lstm\""),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3 }]",
                        "job.conf:7: layers[0].kernel is missing: it must be a whole number from 1 to 10000, or a list of two, for rows and columns"),
                Arguments.of(
                        "layers = [{ type = conv2d, kernel = 3 }]",
                        "job.conf:7: layers[0].filters is missing: it must be a whole number of at least 1"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 0, kernel = 3 }]",
                        "job.conf:7: layers[0].filters must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = 0 }]",
                        "job.conf:7: layers[0].kernel must be a whole number from 1 to 10000, or a list of two, for rows and columns, but is 0"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = [3, 0] }]",
                        "job.conf:7: layers[0].kernel must be a whole number from 1 to 10000, or a list of two, for rows and columns, but is [3,0]"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = [3, 3, 3] }]",
                        "job.conf:7: layers[0].kernel must be a whole number from 1 to 10000, or a list of two, for rows and columns, but is a list"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = 3, stride = 1.5 }]",
                        "job.conf:7: layers[0].stride must be a whole number from 1 to 10000, or a list of two, for rows and columns, but is 1.5"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = 3, padding = same }]",
                        "job.conf:7: layers[0].padding must be a whole number from 0 to 10000, or a list of two, for rows and columns, but is \"same\""),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = [3, 1], padding = 1 }]",
                        "job.conf:7: layers[0].padding must be smaller than the kernel, which is 3×1, but is 1"),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = 3, bias = yes }]",
                        "job.conf:7: layers[0].bias must be true or false, but is \"yes\""),
                Arguments.of(
                        "layers = [{ type = conv2d, filters = 3, kernel = 3, size = 3 }]",
                        "job.conf:7: layers[0].size is not a known key: the keys here are type, filters, kernel, stride, padding, bias, initializer"),
                Arguments.of(
                        "layers = [{ type = conv, filters = 3, kernel = 3 }]",
                        "job.conf:7: layers[0].type is \"conv\": did you mean conv2d?"),
                Arguments.of(
                        "layers = [{ type = max-pool }]",
                        "job.conf:7: layers[0].size is missing: it must be a whole number from 1 to 10000, or a list of two, for rows and columns"),
                Arguments.of(
                        "layers = [{ type = max-pool, size = 2, padding = 1 }]",
                        "job.conf:7: layers[0].padding is not a known key: the keys here are type, size, stride"),
                Arguments.of(
                        "layers = [{ type = avg-pool, size = 2, stride = 0 }]",
                        "job.conf:7: layers[0].stride must be a whole number from 1 to 10000, or a list of two, for rows and columns, but is 0"),
                Arguments.of(
                        "layers = [{ type = global-avg-pool, size = 2 }]",
                        "job.conf:7: layers[0].size is not a known key: the keys here are type"),
                Arguments.of(
                        "layers = [{ type = dense }]",
                        "job.conf:7: layers[0].units is missing: it must be a whole number of at least 1"),
                Arguments.of(
                        "layers = [{ type = dense, unit = 3 }]",
                        "job.conf:7: layers[0].unit is not a known key: did you mean units?"),
                Arguments.of(
                        "layers = [{ type = dense, units = 0 }]",
                        "job.conf:7: layers[0].units must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "layers = [{ type = dense, units = 3, activation = relu }]",
                        "job.conf:7: layers[0].activation is not a known key: the keys here are type, units, bias, initializer"),
                Arguments.of(
                        "layers = [{ type = dense, units = 3, initializer = he }]",
                        "job.conf:7: layers[0].initializer must be an object of keys and values, but is \"he\""),
                Arguments.of(
                        "layers = [{ type = dense, units = 3, initializer { type = normal } }]",
                        "job.conf:7: layers[0].initializer.std is missing: it must be a number above 0"),
                Arguments.of(
                        "layers = [{ type = dense, units = 3, initializer { type = he, std = 1 } }]",
                        "job.conf:7: layers[0].initializer.std is not a known key: the keys here are type"),
                Arguments.of(
                        "layers = [{ type = relu, slope = 1 }]",
                        "job.conf:7: layers[0].slope is not a known key: the keys here are type"),
                Arguments.of(
                        "layers = [{ type = leaky-relu, slope = -1 }]",
                        "job.conf:7: layers[0].slope must be a number from 0.001 to 1, but is -1"),
                Arguments.of(
                        "layers = [{ type = dropout }]",
                        "job.conf:7: layers[0].rate is missing: it must be a number from 0 to below 1"),
                Arguments.of(
                        "layers = [{ type = dropout, rate = 1 }]",
                        "job.conf:7: layers[0].rate must be a number from 0 to below 1, but is 1"),
                Arguments.of(
                        "layers = [{ type = relu }, { type = repeat, times = 2, body = [{ type = tanh }, { type = dense, units = -1 }] }]",
                        "job.conf:7: layers[1].body[1].units must be a whole number of at least 1, but is -1"),
                Arguments.of(
                        "layers = [{ type = residual }]",
                        "job.conf:7: layers[0].body is missing: it must be a list of at least one layer, such as [{ type = dense, units = 10 }]"),
                Arguments.of(
                        "layers = [{ type = residual, body = [{ type = relu }], shortcut = [{ type = dense }] }]",
                        "job.conf:7: layers[0].shortcut[0].units is missing: it must be a whole number of at least 1"),
                Arguments.of(
                        "layers = [{ type = residual, body = [{ type = relu }], shortcut = identity }]",
                        "job.conf:7: layers[0].shortcut must be a list of layers, none for the identity, but is \"identity\""),
                Arguments.of(
                        "layers = [{ type = repeat, times = 2, body = [] }]",
                        "job.conf:7: layers[0].body must be a list of at least one layer, such as [{ type = dense, units = 10 }], but is an empty list"),
                Arguments.of(
                        "layers = [{ type = repeat, times = 10001, body = [{ type = relu }] }]",
                        "job.conf:7: layers[0].times must be a whole number from 1 to 10000, but is 10001"),
                Arguments.of(
                        "layers = [{ type = repeat, times = 5000, body = [{ type = repeat, times = 5000, body = [{ type = relu }] }] }]",
                        "job.conf:7: layers make more than 10000 layers with all repetitions: take fewer"),
                // HOCON.
                Arguments.of(
                        "include \"other.conf\"",
                        "job.conf: include of \"other.conf\" is not allowed: a job file must hold all of the job itself"),
                Arguments.of(
                        "include file(\"other.conf\")",
                        "job.conf: include of \"other.conf\" is not allowed: a job file must hold all of the job itself"),
                Arguments.of(
                        "include required(url(\"http://localhost/other.conf\"))",
                        "job.conf: include of \"http://localhost/other.conf\" is not allowed: a job file must hold all of the job itself"),
                Arguments.of(
                        "include classpath(\"other.conf\")",
                        "job.conf: include of \"other.conf\" is not allowed: a job file must hold all of the job itself"),
                Arguments.of(
                        "optimizer { include \"other.conf\" }",
                        "job.conf: include of \"other.conf\" is not allowed: a job file must hold all of the job itself"),
                Arguments.of(
                        "epochs = ${EPOCHS}",
                        "job.conf:7: ${EPOCHS} is neither a key of the job nor an environment variable that is set"),
                Arguments.of("epochs = ${seed}, seed = ${epochs}", "job.conf:7: ${seed} refers to itself in a circle"),
                Arguments.of("epochs = ", "job.conf:7: not HOCON: Expecting a value but got wrong token: end of file"),
                Arguments.of("epochs = 5 }", "job.conf:7: not HOCON: unbalanced close brace '}' with no open brace"),
                Arguments.of(
                        "optimizer {",
                        "job.conf:7: not HOCON: expecting a close parentheses ')' here, not: end of file"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldRefuseALine(String line, String sentence) {
        assertEquals(sentence, refusal(Jobs.SMALL + line, Map.of()));
    }

    static Stream<Arguments> overrides() {
        return Stream.of(
                Arguments.of("epochs=0", "--set epochs=0: epochs must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        "batch-norm.scope={ group = 0 }",
                        "--set batch-norm.scope={ group = 0 }: batch-norm.scope.group must be a whole number of at least 1, but is 0"),
                Arguments.of("epoch=1", "--set epoch=1: epoch is not a known key: did you mean epochs?"),
                Arguments.of("epochs", "--set epochs: must be key=value, such as optimizer.learning-rate=0.1"),
                Arguments.of("=5", "--set =5: must be key=value, such as optimizer.learning-rate=0.1"),
                Arguments.of(
                        "layers[0].units=5",
                        "--set layers[0].units=5: layers[0].units is not a key path, such as optimizer.learning-rate: lists are set as a whole"),
                Arguments.of(
                        "layers.0.units=5",
                        "--set layers.0.units=5: layers must be a list of at least one layer, such as [{ type = dense, units = 10 }], but is an object"),
                Arguments.of("epochs=", "--set epochs=: must be key=value, such as optimizer.learning-rate=0.1"),
                Arguments.of("epochs=1, seed=2", "--set epochs=1, seed=2: must set one key; repeat --set for more"),
                Arguments.of(
                        "data.path=a*b",
                        "--set data.path=a*b: the value is not HOCON: Expecting end of input or a comma, got '*' (Reserved character '*' is not allowed outside quotes); a text with special characters needs quotes"),
                Arguments.of(
                        "epochs=${NOWHERE}",
                        "--set epochs=${NOWHERE}: ${NOWHERE} is neither a key of the job nor an environment variable that is set"),
                Arguments.of(
                        "name={ include \"a\" }",
                        "--set name={ include \"a\" }: include of \"a\" is not allowed: a job file must hold all of the job itself"));
    }

    @ParameterizedTest
    @MethodSource("overrides")
    void shouldRefuseAnOverride(String override, String sentence) {
        assertEquals(sentence, refusal(Jobs.SMALL, Map.of(), override));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("", "job.conf: data is missing: it must be a section such as { type = digits }"),
                Arguments.of("[1]", "job.conf:1: not HOCON: has type LIST rather than object at file root"),
                Arguments.of(
                        "data {}",
                        "job.conf:1: data.type is missing: it must be one of digits, idx, cifar10, csv, synthetic"),
                Arguments.of(
                        "data { type = digits }",
                        "job.conf: layers is missing: it must be a list of at least one layer, such as [{ type = dense, units = 10 }]"),
                Arguments.of(
                        "data { type = digits }, layer = []",
                        "job.conf:1: layer is not a known key: did you mean layers?"),
                Arguments.of("a = " + "[".repeat(100_000), "job.conf: nested too deeply: a job needs a few levels"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldRefuseAFile(String text, String sentence) {
        assertEquals(sentence, refusal(text, Map.of()));
    }

    @Test
    void shouldNameTheEnvironmentVariable() {
        assertEquals(
                "environment variable EPOCHS: epochs must be a whole number of at least 1, but is 0",
                refusal(Jobs.SMALL + "epochs = ${EPOCHS}", Map.of("EPOCHS", "0")));
    }

    @Test
    void shouldKnowNoOtherEnvironmentThanItIsGiven() {
        String variable = System.getenv().keySet().iterator().next();

        assertEquals(
                "job.conf:7: ${" + variable + "} is neither a key of the job nor an environment variable that is set",
                refusal(Jobs.SMALL + "epochs = ${" + variable + "}", Map.of()));
    }

    @Test
    void shouldKeepLongValuesShort() {
        String sentence = refusal(Jobs.SMALL + "epochs = " + "x".repeat(10_000), Map.of());

        assertEquals(
                "job.conf:7: epochs must be a whole number of at least 1, but is \"" + "x".repeat(80) + "…\"",
                sentence);
    }

    @Test
    void shouldRefuseWhatCannotBeRead(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.conf");
        Path latin = Files.write(folder.resolve("latin.conf"), "# \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Path unnamed = Files.writeString(folder.resolve("two words.conf"), "data.type = digits");

        assertEquals(absent + ": no such file: a job is a HOCON or JSON file", refusal(absent));
        assertEquals(folder + ": is a folder: a job is a HOCON or JSON file", refusal(folder));
        assertEquals(latin + ": not a text in UTF-8: a job is a HOCON or JSON file", refusal(latin));
        assertTrue(refusal(unnamed).startsWith(unnamed + ": name must be 1 to 64 letters"), refusal(unnamed));
    }

    private static String refusal(Path file) {
        return assertThrows(InvalidJobException.class, () -> JobReader.read(file, List.of()))
                .getMessage();
    }

    private static String refusal(String text, Map<String, String> variables, String... overrides) {
        return assertThrows(
                        InvalidJobException.class,
                        () -> JobReader.parse(text, Path.of("job.conf"), List.of(overrides), variables))
                .getMessage();
    }
}
