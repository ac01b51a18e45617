package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.reduce.GradientBuckets.Bucket;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientBucketsTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHoldEveryTensorOnceFromTheLastToTheFirst(long seed) {
        Random random = new Random(seed);
        List<Integer> sizes = random.ints(1 + random.nextInt(9), 1, 400).boxed().toList();
        // The tensors behind, γ and β, are in no bucket.
        int tensors = random.nextInt(sizes.size() + 1);
        Blocks blocks = Blocks.of(sizes, 1 + random.nextInt(60));
        int floats = 1 + random.nextInt(500);

        GradientBuckets buckets = GradientBuckets.of(blocks, tensors, floats);

        int end = blocks.tensors()[tensors];
        for (Bucket bucket : buckets.buckets()) {
            assertEquals(buckets.buckets().indexOf(bucket), bucket.index());
            assertEquals(end, bucket.toBlock());
            assertEquals(blocks.tensors()[bucket.firstTensor()], bucket.fromBlock());
            int filled = blocks.edges()[bucket.toBlock()] - blocks.edges()[bucket.fromBlock()];
            assertTrue(filled >= floats || bucket.fromBlock() == 0);
            end = bucket.fromBlock();
        }
        assertEquals(0, end);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHaveOneOwnerForEveryBlock(long seed) {
        Random random = new Random(seed);
        List<Integer> sizes = random.ints(1 + random.nextInt(9), 1, 400).boxed().toList();
        Blocks blocks = Blocks.of(sizes, 1 + random.nextInt(60));
        GradientBuckets buckets = GradientBuckets.of(blocks, sizes.size(), 1 + random.nextInt(500));
        for (Bucket bucket : buckets.buckets()) {
            for (int members = 1; members <= 12; members++) {
                assertEquals(bucket.fromBlock(), buckets.ownedFrom(bucket, 0, members));
                assertEquals(bucket.toBlock(), buckets.ownedFrom(bucket, members, members));
                for (int member = 0; member < members; member++) {
                    assertTrue(buckets.ownedFrom(bucket, member, members)
                            <= buckets.ownedFrom(bucket, member + 1, members));
                }
            }
        }
    }

    @Test
    void shouldLeaveMembersWithoutBlocksWhereThereAreMoreOfThem() {
        GradientBuckets buckets = GradientBuckets.of(Blocks.of(List.of(100), 50), 1, 1);
        Bucket bucket = buckets.buckets().get(0);
        int owners = 0;
        for (int member = 0; member < 5; member++) {
            owners += buckets.ownedFrom(bucket, member + 1, 5) - buckets.ownedFrom(bucket, member, 5);
        }
        assertEquals(2, owners);
    }

    @Test
    void shouldShareOutEqualBlocksEvenly() {
        GradientBuckets buckets = GradientBuckets.of(Blocks.of(List.of(4096 * 12), 4096), 1, 1);
        Bucket bucket = buckets.buckets().get(0);
        for (int member = 0; member < 4; member++) {
            assertEquals(3 * member, buckets.ownedFrom(bucket, member, 4));
        }
    }

    @Test
    void shouldDoWithoutBucketsWhereNothingIsSummed() {
        assertEquals(
                List.of(),
                GradientBuckets.of(Blocks.of(List.of(3, 3), 4096), 0, 1 << 18).buckets());
    }
}
