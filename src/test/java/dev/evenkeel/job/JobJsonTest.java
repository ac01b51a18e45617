package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobJsonTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadBackWhatItWrote(long seed) {
        JobSpec job = RandomJobs.of(seed);

        String json = JobJson.write(job);

        assertEquals(job, JobJson.parse(json));
        assertEquals(job, Jobs.parse(json), "as HOCON");
        assertEquals(json, JobJson.write(JobJson.parse(json)));
    }

    @Test
    void shouldKeepASentenceOnOneLineWhateverItIsSent() {
        String json = "{\"name\": \"a\", \"data\": {\"type\": \"digits\", \"" + "k\\n".repeat(10_000) + "\": 1}}";

        String sentence = assertThrows(InvalidJobException.class, () -> JobJson.parse(json))
                .getMessage();

        assertEquals("data." + "k ".repeat(40) + "… is not a known key: the keys here are type", sentence);
    }

    @Test
    void shouldRefuseWhatIsTooLongOrTooDeep() {
        for (String json : List.of(
                "{\"" + "k".repeat(100_000) + "\": 1}", "[".repeat(100_000), "{\"a\": " + "1".repeat(10_000) + "}")) {
            String sentence = assertThrows(InvalidJobException.class, () -> JobJson.parse(json))
                    .getMessage();

            assertTrue(sentence.startsWith("not JSON: longer or deeper than any job: "), sentence);
            assertTrue(sentence.length() < 300, sentence);
        }
    }

    @Test
    void shouldWriteEveryDefault() {
        assertEquals("""
                {
                  "name" : "small",
                  "data" : {
                    "type" : "digits"
                  },
                  "layers" : [ {
                    "type" : "dense",
                    "units" : 64,
                    "bias" : false,
                    "initializer" : {
                      "type" : "he"
                    }
                  }, {
                    "type" : "batch-norm",
                    "trainable" : true
                  }, {
                    "type" : "relu"
                  }, {
                    "type" : "dense",
                    "units" : 10,
                    "bias" : true,
                    "initializer" : {
                      "type" : "lecun"
                    }
                  } ],
                  "loss" : "softmax-cross-entropy",
                  "optimizer" : {
                    "type" : "sgd",
                    "learning-rate" : 0.1,
                    "momentum" : 0.9,
                    "nesterov" : false,
                    "weight-decay" : 0.0,
                    "decay-all" : false
                  },
                  "schedule" : {
                    "type" : "constant",
                    "warmup-epochs" : 0.0
                  },
                  "batch-size" : 64,
                  "micro-batch" : 32,
                  "batch-norm" : {
                    "enabled" : true,
                    "scope" : "global",
                    "momentum" : 0.1,
                    "epsilon" : 1.0E-5,
                    "zero-init-residual" : false
                  },
                  "epochs" : 10,
                  "seed" : 42,
                  "checkpoint" : {
                    "every-epochs" : 1
                  },
                  "evaluate" : {
                    "every-epochs" : 1
                  },
                  "health" : {
                    "enabled" : true,
                    "every-steps" : 20,
                    "patience" : 5,
                    "rate-factor" : 0.5,
                    "vanishing-gradient" : {
                      "action" : "warn",
                      "mean-abs" : 1.0E-7
                    },
                    "vanishing-with-depth" : {
                      "action" : "warn",
                      "ratio" : 0.001,
                      "slope" : 0.1
                    },
                    "exploding-gradient" : {
                      "action" : "warn",
                      "norm" : 1000.0,
                      "growth" : 100.0
                    },
                    "non-finite" : {
                      "action" : "stop"
                    },
                    "dead-relu" : {
                      "action" : "warn",
                      "share" : 0.5,
                      "active" : 0.01
                    },
                    "saturated-activation" : {
                      "action" : "warn",
                      "share" : 0.5,
                      "tanh" : 9.5,
                      "sigmoid-below" : -23.0,
                      "sigmoid-above" : 17.0
                    },
                    "poor-initialization" : {
                      "action" : "warn",
                      "ratio" : 10.0
                    },
                    "update-ratio" : {
                      "action" : "warn",
                      "above" : 10.0,
                      "below" : 1.0E-8
                    },
                    "loss-not-decreasing" : {
                      "action" : "warn",
                      "decrease" : 0.001,
                      "over-steps" : 10
                    }
                  }
                }
                """, JobJson.write(Jobs.small()));
    }

    /** {@code Double.toString(2e23)} is 1.9999999999999998E23 on JDK 17. */
    @Test
    void shouldWriteNumbersAlikeOnEveryJdk() {
        String json = JobJson.write(Jobs.small("gradient-clip.norm=2e23"));

        assertTrue(json.contains("\"norm\" : 2.0E23"), json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                          | not JSON: the text is empty
                    {"name": ${NAME}}           | not JSON: line 1, column 10: Unrecognized token '$': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
                    {"name": "a", "name": "b"}  | not JSON: line 1, column 21: Duplicate field 'name'
                    {"name": "a"} {}            | not JSON: line 1, column 15: something follows the job
                    []                          | a job must be an object of keys and values, but is an empty list
                    {"data": {}}                | name is missing: it must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit
                    {"name": "a", "include": 1} | data is missing: it must be a section such as { type = digits }
                    """)
    void shouldRefuseWhatIsNoJob(String json, String sentence) {
        assertEquals(
                sentence,
                assertThrows(InvalidJobException.class, () -> JobJson.parse(json))
                        .getMessage());
    }
}
