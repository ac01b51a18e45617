package dev.evenkeel.math;

/** Prints name and known answer of every kernel set that this JVM runs, one a line. */
public final class KnownAnswerPrinter {
    private KnownAnswerPrinter() {}

    public static void main(String[] arguments) {
        KernelSets.available().forEach(kernels -> System.out.println(kernels.name() + " " + KnownAnswer.of(kernels)));
    }
}
