package dev.evenkeel.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One kernel on one shape, over and over: nanoseconds a call. In a JVM of its own, so that no other kernel's profile is mixed in. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
    /** Name of the kernel set. */
    @Param("vector")
    public String kernels;

    /** Name of what is measured, see {@link Catalogue}. */
    @Param("relu mlp")
    public String work;

    private Runnable kernel;

    @Setup
    public void prepare() {
        kernel = Catalogue.named(work, kernels).kernel().get();
    }

    @Benchmark
    public void call() {
        kernel.run();
    }
}
