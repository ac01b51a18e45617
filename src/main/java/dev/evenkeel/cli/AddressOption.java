package dev.evenkeel.cli;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import picocli.CommandLine.Option;

/** {@code --address http://HOST:PORT[,…]}: which cluster. */
final class AddressOption {
    @Option(
            names = "--address",
            required = true,
            paramLabel = "http://HOST:PORT[,…]",
            description = "A node of the cluster; several with commas between, so that one may be down.")
    private String addresses;

    /** @throws UsageException where they are no addresses */
    JobClient client() {
        try {
            return new JobClient(Addresses.of(addresses));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--address: " + wrong.getMessage(), wrong);
        }
    }

    /** As it was given, to be given again. */
    String text() {
        return addresses;
    }
}
