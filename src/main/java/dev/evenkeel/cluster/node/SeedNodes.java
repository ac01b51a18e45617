package dev.evenkeel.cluster.node;

import akka.actor.Address;
import java.util.List;

/**
 * The nodes by which one joins.
 *
 * @param nodes {@code host:port} each
 */
record SeedNodes(List<String> nodes) {
    static final String SYSTEM = "evenkeel";

    SeedNodes {
        nodes = List.copyOf(nodes);
        nodes.forEach(SeedNodes::parse);
    }

    List<Address> addresses() {
        return nodes.stream().map(SeedNodes::parse).toList();
    }

    List<String> without(String own) {
        return nodes.stream().filter(node -> !node.equals(own)).toList();
    }

    /** The first of them may begin alone: there has to be one that need not wait. */
    boolean isFirst(String own) {
        return !nodes.isEmpty() && nodes.get(0).equals(own);
    }

    static Address parse(String node) {
        int colon = node.lastIndexOf(':');
        try {
            int port = Integer.parseInt(node.substring(colon + 1));
            if (colon < 1 || port < 1 || port > 65535) {
                throw new NumberFormatException();
            }
            return Address.apply("akka", SYSTEM, node.substring(0, colon), port);
        } catch (NumberFormatException wrong) {
            throw new NodeException("seed node \"" + node + "\" is not host:port");
        }
    }

    static String format(Address address) {
        return address.getHost().orElseThrow() + ":" + address.getPort().orElseThrow();
    }
}
