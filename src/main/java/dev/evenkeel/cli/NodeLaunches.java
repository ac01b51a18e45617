package dev.evenkeel.cli;

import dev.evenkeel.bench.ProcessCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts this program again, as nodes in processes of their own. */
final class NodeLaunches {
    private static final String VECTOR = "jdk.incubator.vector";

    private NodeLaunches() {}

    /** So many nodes on loopback, each with so many slots, which end when it is closed. */
    static ProcessCluster cluster(int processes, int slots) {
        ProcessCluster.Launch launch = new ProcessCluster.Launch(command(), Map.of(), slots);
        return ProcessCluster.start(Collections.nCopies(processes, launch), Settings.load());
    }

    /** The launcher, where it started this program; the same Java and class path otherwise. */
    private static List<String> command() {
        return Optional.ofNullable(System.getProperty("evenkeel.home"))
                .map(home -> List.of(Path.of(home).resolve("bin/evenkeel").toString()))
                .orElseGet(NodeLaunches::java);
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home")).resolve("bin/java").toString());
        ModuleLayer.boot().findModule(VECTOR).ifPresent(there -> command.addAll(List.of("--add-modules", VECTOR)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }
}
