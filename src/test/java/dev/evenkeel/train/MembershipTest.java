package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Members come and go between steps: nobody may remember how many there were (trap 17). */
class MembershipTest {
    @Test
    void shouldGoOnWithTheSameBitsWhenTheNumberOfMembersChanges() {
        JobSpec job = Jobs.of(denseWithoutBias(9), batchNorm(), relu(), dropout(0.2), dense(4))
                .batchSize(40)
                .microBatch(6)
                .epochs(20)
                .build();
        Samples data = Samples.random(3, 100, 12, 4);
        Team alone = Team.of(job, data, 1);
        Team team = Team.of(job, data, 3);
        team.steps(2);
        int steps = 2;
        for (int members : new int[] {5, 2, 8, 1, 7}) {
            team = team.regrouped(job, data, members);
            team.steps(3);
            steps += 3;
        }
        alone.steps(steps);
        assertEquals(Set.copyOf(alone.digests()), Set.copyOf(team.digests()));
    }
}
