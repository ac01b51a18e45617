package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LauncherIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private static final String VERSION = "evenkeel " + System.getProperty("evenkeel.version");

    @TempDir
    private Path folder;

    static Stream<Path> jdks() {
        return IntStream.rangeClosed(17, 25).mapToObj(Jdks::find).flatMap(Optional::stream);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldRunOnEveryJava(Path home) throws Exception {
        Distribution.Ended ended =
                Distribution.run().with("JAVA_HOME", home.toString()).start("version");

        assertEquals(0, ended.status());
        assertTrue(ended.out().startsWith(VERSION + "\n"), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void shouldRunFromAnyFolder() throws Exception {
        assertVersion(Distribution.run().in(folder).start("version"));
    }

    @Test
    void shouldRunThroughSymbolicLinks() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("a/bin"));
        Path direct = Files.createSymbolicLink(bin.resolve("direct"), Distribution.LAUNCHER);
        Path chained = Files.createSymbolicLink(bin.resolve("chained"), Path.of("direct"));
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), Distribution.LAUNCHER.getParent());

        for (Path launcher : List.of(direct, chained, linkedFolder.resolve("evenkeel"))) {
            assertVersion(Distribution.run().launcher(launcher).in(folder).start("version"));
        }
    }

    @Test
    void shouldRunFromAPathWithSpaces() throws Exception {
        Path spaced = folder.resolve("my tools/even keel");
        Distribution.copyTo(spaced);

        assertVersion(Distribution.run()
                .launcher(spaced.resolve("bin/evenkeel"))
                .in(spaced)
                .start("version"));
        assertVersion(
                Distribution.run().launcher(Path.of("bin/evenkeel")).in(spaced).start("version"));
    }

    @Test
    void shouldFindJavaOnThePath() throws Exception {
        assertVersion(Distribution.run()
                .without("JAVA_HOME")
                .with("PATH", JAVA.resolve("bin") + ":/usr/bin:/bin")
                .start("version"));
    }

    @Test
    void shouldSayThatThereIsNoJava() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed", "ls", "tr")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }

        assertRefused(
                "no Java found: install a Java 17 to 25 and put it on the PATH, or set JAVA_HOME",
                Distribution.run()
                        .without("JAVA_HOME")
                        .with("PATH", tools.toString())
                        .start("version"));
    }

    @Test
    void shouldSayThatJavaHomeHoldsNoJava() throws Exception {
        assertRefused(
                "JAVA_HOME is " + folder
                        + ", but there is no bin/java in it: set it to the folder of a Java 17 to 25, or unset it",
                Distribution.run().with("JAVA_HOME", folder.toString()).start("version"));
    }

    @Test
    void shouldSayThatJavaIsTooOldOrTooNew() throws Exception {
        for (String version : List.of("1.8.0_402", "11.0.22", "16", "26-ea")) {
            Path home = javaThatSays(version, "home " + version);

            assertRefused(
                    home.resolve("bin/java") + " is Java " + version
                            + ", but Evenkeel needs 17 to 25: point JAVA_HOME at one",
                    Distribution.run().with("JAVA_HOME", home.toString()).start("version"));
        }
    }

    @Test
    void shouldReadTheVersionFromTheReleaseFile() throws Exception {
        Path home = javaThatSays("17.0.1", "lying");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"12.0.1\"\n");

        assertRefused(
                home.resolve("bin/java") + " is Java 12.0.1, but Evenkeel needs 17 to 25: point JAVA_HOME at one",
                Distribution.run().with("JAVA_HOME", home.toString()).start("version"));
    }

    @Test
    void shouldSayThatItWasNotBuilt() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path launcher = Files.copy(Distribution.LAUNCHER, bin.resolve("evenkeel"));

        Distribution.Ended refused = Distribution.run().launcher(launcher).start("version");

        assertEquals(2, refused.status());
        assertTrue(refused.err().startsWith("evenkeel: " + folder + "/lib holds no evenkeel jar"), refused.err());
    }

    @Test
    void shouldAppendTheUsersFlags() throws Exception {
        Distribution.Ended ended = Distribution.run()
                .with("EVENKEEL_JAVA_OPTS", "-XX:+PrintFlagsFinal -XX:MaxRAMPercentage=7 -Dpattern=*")
                .in(folder)
                .start("version");

        assertEquals(0, ended.status());
        assertTrue(
                ended.out().lines().anyMatch(line -> line.matches(" *double MaxRAMPercentage += 7\\.0.*")),
                ended.out());
    }

    @Test
    void shouldBecomeTheJvm() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho $$ $PPID \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"24\"\nMODULES=\"java.base jdk.incubator.vector\"\n");

        Distribution.Ended ended =
                Distribution.run().with("JAVA_HOME", home.toString()).start("train", "my job.conf");

        String arguments = ended.out();
        assertTrue(
                arguments.startsWith(ended.pid() + " " + ProcessHandle.current().pid() + " "),
                "the launcher's process must be the JVM's: " + arguments);
        assertTrue(arguments.contains(" --add-modules jdk.incubator.vector "), arguments);
        assertTrue(arguments.contains(" --sun-misc-unsafe-memory-access=allow "), arguments);
        assertTrue(arguments.endsWith(" dev.evenkeel.cli.Main train my job.conf\n"), arguments);
    }

    @Test
    void shouldGiveANodeLessMemory() throws Exception {
        Path home = javaThatSays("17.0.1", "home");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nMODULES=\"java.base\"\n");
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");

        String train = Distribution.run()
                .with("JAVA_HOME", home.toString())
                .start("train")
                .out();
        String node = Distribution.run()
                .with("JAVA_HOME", home.toString())
                .start("node")
                .out();

        assertTrue(train.contains("-XX:MaxRAMPercentage=60 "), train);
        assertTrue(node.contains("-XX:MaxRAMPercentage=20 "), node);
        assertFalse(train.contains("--add-modules"), train);
        assertFalse(train.contains("--sun-misc-unsafe"), train);
    }

    private Path javaThatSays(String version, String name) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2024-01-01' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static void assertVersion(Distribution.Ended ended) {
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith(VERSION + "\nJava " + Runtime.version() + ","), ended.out());
        assertEquals("", ended.err());
    }

    private static void assertRefused(String sentence, Distribution.Ended ended) {
        assertEquals(2, ended.status());
        assertEquals("", ended.out());
        assertEquals("evenkeel: " + sentence + "\n", ended.err());
    }
}
