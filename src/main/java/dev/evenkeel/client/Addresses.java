package dev.evenkeel.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;

/** The HTTP addresses of some nodes of one cluster: any of them will do, so that one may be down. */
public record Addresses(List<URI> nodes) {
    public Addresses {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads {@code http://host:port[,http://host:port…]}.
     *
     * @throws IllegalArgumentException where one is no such address, in a sentence
     */
    public static Addresses of(String list) {
        return new Addresses(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(Addresses::node)
                .toList());
    }

    private static URI node(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            boolean plain = "http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
            if (plain && uri.getPath().isEmpty() && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            // Falls through: it is no address either way.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no address of a node: it must be http://host:port, several with commas between");
    }

    @Override
    public String toString() {
        return String.join(",", nodes.stream().map(URI::toString).toList());
    }
}
