package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Course.Act;
import dev.evenkeel.train.Timeline;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgendaTest {
    /** Two steps in each of two epochs, a checkpoint behind each. */
    private static final JobSpec JOB = JobSpec.builder("agenda")
            .data(Data.digits())
            .layers(Layers.dense(10))
            .batchSize(10)
            .epochs(2)
            .checkpointEveryEpochs(1)
            .build();

    private final Agenda agenda = new Agenda(new Course(JOB, new Timeline(20, 10, 2), true));

    private Act due() {
        return assertInstanceOf(Agenda.Next.Do.class, agenda.next(false)).act();
    }

    @Test
    void shouldPublishNothingWithoutAMajority() {
        agenda.begin(0);
        assertEquals(2, assertInstanceOf(Act.TrainUntil.class, due()).step());
        agenda.stand(2);
        assertInstanceOf(Act.CloseEpoch.class, due());
        assertEquals(new Agenda.Next.AskMajority(), agenda.next(false));
        assertEquals(
                Optional.of("nothing is published yet, since 1 of 3 nodes answers; trying again"),
                agenda.refuse("1 of 3 nodes answers"));
        // An operator has heard it.
        assertEquals(Optional.empty(), agenda.refuse("1 of 3 nodes answers"));
        assertEquals(new Agenda.Next.AskMajority(), agenda.next(false));
        agenda.agree();
        assertInstanceOf(Act.Checkpoint.class, due());
        assertEquals(4, assertInstanceOf(Act.TrainUntil.class, due()).step());
        assertFalse(agenda.waits());
    }

    @Test
    void shouldTrainButDoNothingElseWhileACheckpointIsWritten() {
        agenda.begin(2);
        assertInstanceOf(Agenda.Next.Do.class, agenda.next(true));
        agenda.stand(4);
        assertEquals(new Agenda.Next.Wait(), agenda.next(true));
        assertInstanceOf(Act.CloseEpoch.class, due());
    }

    @Test
    void shouldAskTheMajorityForEachThingThatIsPublished() {
        agenda.begin(2);
        due();
        agenda.stand(4);
        due();
        agenda.agree();
        assertInstanceOf(Act.Checkpoint.class, due());
        assertEquals(new Agenda.Next.AskMajority(), agenda.next(false));
        agenda.agree();
        assertInstanceOf(Act.Finish.class, due());
        assertEquals(new Agenda.Next.Wait(), agenda.next(false));
    }

    @Test
    void shouldStopBehindACheckpoint() {
        agenda.wishStop(true);
        agenda.begin(0);
        agenda.agree();
        assertInstanceOf(Act.Checkpoint.class, due());
        agenda.agree();
        assertInstanceOf(Act.Stop.class, due());
    }
}
