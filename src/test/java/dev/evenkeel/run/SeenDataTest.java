package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenDataTest {
    /** Feature a has mean 2 and deviation 1, feature b mean 30 and deviation 10. */
    private static final String LEARNED = """
            a,b,class
            1,20,cat
            3,40,dog
            1,40,ant
            3,20,dog
            """;

    @TempDir
    private Path folder;

    private Dataset learned;
    private Model model;

    @BeforeEach
    void makeModel() throws IOException {
        learned = read("learned.csv", LEARNED);
        JobSpec job = JobSpec.builder("animals")
                .data(Data.csv("learned.csv"))
                .layers(Layers.dense(3))
                .build();
        model = Model.of(
                job, learned, TrainingState.initial(Replica.network(job, learned), Optimizer.of(job.optimizer()), 1));
    }

    @Test
    void shouldLeaveTheModelsOwnDataAsItIs() {
        SeenData seen = new SeenData(learned, model, learned.train());

        assertSame(learned.train(), seen.test());
    }

    @Test
    void shouldNormalizeAndNumberOtherDataAsTheModelLearned() throws IOException {
        Dataset other = read("other.csv", "a,b,class\n102,31,dog\n104,33,dog\n102,33,cat\n");

        SeenData seen = new SeenData(other, model, other.train());

        float[] out = new float[2 * 16];
        seen.test().gather(new int[] {0, 1, 2}, 0, 3, out, 0, 16);
        float[] a = {100, 102, 100};
        float[] b = {0.1f, 0.3f, 0.3f};
        assertArrayEquals(a, java.util.Arrays.copyOf(out, 3), 1e-5f);
        assertArrayEquals(b, java.util.Arrays.copyOfRange(out, 16, 19), 1e-5f);
        assertEquals(0f, out[3], "padding stays zero");
        assertEquals(2, seen.test().label(0));
        assertEquals(1, seen.test().label(2));
    }

    @Test
    void shouldRefuseAClassThatTheModelDoesNotKnow() throws IOException {
        Dataset other = read("other.csv", "a,b,class\n1,2,dog\n2,3,bear\n");

        assertEquals("the data has a class \"bear\", but the model knows only [ant, cat, dog]", refusal(other));
    }

    @Test
    void shouldRefuseInputsOfAnotherShape() throws IOException {
        Dataset other = read("other.csv", "a,b,c,class\n1,2,3,dog\n2,3,4,cat\n");

        assertEquals("the model takes inputs of shape 2, but those of the data have 3", refusal(other));
    }

    @Test
    void shouldRefuseNumbersWhereTheModelTellsClassesApart() throws IOException {
        Files.writeString(folder.resolve("other.csv"), "a,b,y\n1,2,0.5\n2,3,1.5\n");
        Dataset other = Datasets.load(new DataSpec.Csv("other.csv", "-1", true, 0, DataSpec.Target.NUMBER), folder);

        assertEquals("the model tells classes apart, but the data has numbers to predict", refusal(other));
    }

    private String refusal(Dataset other) {
        return assertThrows(RunException.class, () -> new SeenData(other, model, other.train()))
                .getMessage();
    }

    private Dataset read(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return Datasets.load(new DataSpec.Csv(name, "-1", true, 0, DataSpec.Target.CLASS), folder);
    }
}
