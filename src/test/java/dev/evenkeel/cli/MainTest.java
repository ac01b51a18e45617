package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | no command given; the commands are ",
                "trian             | 'trian' is not a command; the commands are ",
                "--workers         | unknown option: '--workers'; the commands are ",
                "diff a            | diff: missing required parameter: 'RUN-B'; 'evenkeel help diff' shows what it takes",
                "diff a b c        | diff: unmatched argument at index 3: 'c'; 'evenkeel help diff' shows what it takes",
                "audit --quick dir | audit: unknown option: '--quick'; 'evenkeel help audit' shows what it takes",
                "audit no/such/dir | no/such/dir is no run directory: there is no job.json in it",
            })
    void shouldRefuseAWrongCommandLineInOneLine(String arguments, String sentence) {
        Cli refused = Cli.run((Object[]) (arguments.isEmpty() ? new String[0] : arguments.split(" ")));

        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().startsWith("evenkeel: " + sentence), refused.err());
        assertEquals(1, refused.err().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "help audit", "audit --help", "version", "--version"})
    void shouldHelp(String arguments) {
        Cli helped = Cli.run((Object[]) arguments.split(" "));

        assertEquals(0, helped.status());
        assertEquals("", helped.err());
        assertTrue(helped.out().lines().count() >= 2, helped.out());
    }

    @Test
    void shouldListEveryCommand() {
        String help = Cli.run("help").out();

        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertTrue(help.contains("\n  " + command + " "), command);
        }
    }
}
