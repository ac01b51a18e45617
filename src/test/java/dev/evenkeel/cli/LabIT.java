package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.lab.Experiments;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.report.Browser;
import dev.evenkeel.report.SeenPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabIT {
    private static final int SIGINT = 2;
    private static final int SIGKILL = 9;

    @TempDir
    private Path folder;

    @Test
    void shouldFindTheSameOnOneWorkerAndOnThree() throws Exception {
        Distribution.Ended one = lab("covariate-shift", "placement", "learned", "--quick", "--out", "one");
        Distribution.Ended three =
                lab("covariate-shift", "placement", "learned", "--quick", "--out", "three", "--workers", 3);

        assertEquals(0, one.status(), one.err());
        assertTrue(one.out().contains("69 of 69 jobs\n"), one.out());
        assertTrue(one.out().endsWith("report one/lab.html\n"), one.out());
        assertEquals(0, three.status(), three.err());
        assertEquals(
                Files.readString(folder.resolve("one/lab.json")), Files.readString(folder.resolve("three/lab.json")));
        assumeTrue(Browser.isInstalled(), "no chromium and chromedriver on the PATH: the lab's page was NOT looked at");
        assertEquals(14, SeenPage.check(folder.resolve("one/lab.html"), folder));
    }

    @Test
    void shouldRunOnACluster() throws Exception {
        Distribution.Running node = Distribution.run()
                .in(folder)
                .launch("node", "--port", 0, "--http-port", 0, "--slots", 2, "--state-dir", "node");
        try {
            node.awaitLine("ready 127\\.0\\.0\\.1:\\d+ http://127\\.0\\.0\\.1:\\d+");
            String address = Files.readString(node.out()).strip().split(" ")[2];

            Distribution.Ended there = lab("learned", "--quick", "--out", "there", "--address", address);
            Distribution.Ended here = lab("learned", "--quick", "--out", "here");

            assertEquals(0, there.status(), there.err());
            assertEquals(0, here.status(), here.err());
            assertEquals(
                    Files.readString(folder.resolve("here/lab.json")),
                    Files.readString(folder.resolve("there/lab.json")));
        } finally {
            node.signal(SIGKILL);
            node.end();
        }
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() throws Exception {
        Distribution.Ended refused = lab("learned", "--quick", "--address", "nowhere");

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("evenkeel: --address: "), refused.err());
    }

    @Test
    void shouldGoOnAfterAnInterruption() throws Exception {
        for (String line : List.of("\\d+ of 270 jobs.*", "\\d+ of 270 jobs \\([1-9]\\d* were done before\\).*")) {
            Distribution.Running running =
                    Distribution.run().in(folder).launch("lab", "gradients", "--quick", "--out", "lab");
            running.awaitLine(line);
            running.signal(SIGINT);
            Distribution.Ended ended = running.end();

            assertEquals(130, ended.status(), ended.err());
            String told = "(?s).*evenkeel: stopped after \\d+ of 270 jobs; the same command goes on from there\n";
            assertTrue(ended.err().matches(told), ended.err());
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        Distribution.Ended refused = lab("miracles");

        assertEquals(2, refused.status());
        String told = "evenkeel: no claim is named miracles: take " + String.join(" or ", Experiments.names()) + "\n";
        assertTrue(refused.err().endsWith(told), refused.err());
    }

    private Distribution.Ended lab(Object... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "lab";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Distribution.run().in(folder).start(all);
    }
}
