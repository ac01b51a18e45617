package dev.evenkeel.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest states it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not run from its jar)");
        return new String[] {
            "evenkeel " + own,
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
