package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.train.StepObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {
    private static final Versions OURS = new Versions(1, 2, "aaaaaaaaaaaaaaaaaaaaaaaa");

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseOtherVersionsWithASentenceThatNamesBoth() {
        assertEquals(Optional.empty(), OURS.refusal("a:1", "b:2", OURS));
        assertEquals(
                Optional.of(
                        "node b:2 has protocol version 7, but the cluster of node a:1 has 1: start the same release of"
                                + " Evenkeel on both"),
                OURS.refusal("a:1", "b:2", new Versions(7, 3, "x")));
        assertEquals(
                Optional.of(
                        "node b:2 has arithmetic version 3, but the cluster of node a:1 has 2: start the same release"
                                + " of Evenkeel on both"),
                OURS.refusal("a:1", "b:2", new Versions(1, 3, "x")));
        assertEquals(
                Optional.of(
                        "node b:2 has known-answer digest bbbb, but the cluster of node a:1 has aaaaaaaaaaaaaaaa: start"
                                + " the same release of Evenkeel on both"),
                OURS.refusal("a:1", "b:2", new Versions(1, 2, "bbbb")));
    }

    @Test
    void shouldNotJoinAClusterOfAnotherVersion() {
        Versions own = Versions.own();
        Versions newer = new Versions(own.protocol() + 1, own.arithmetic(), own.knownAnswer());
        try (Node seed = node(List.of());
                Node other = Node.start(
                        LocalNodes.settings(folder.resolve("other"), List.of(seed.address()), 1, ConfigFactory.empty()),
                        Optional.empty(),
                        newer,
                        StepObserver.NONE)) {
            seed.join(Optional.empty());

            NodeException refused = assertThrows(NodeException.class, () -> other.join(Optional.empty()));

            assertEquals(
                    "node " + other.address() + " has protocol version " + newer.protocol()
                            + ", but the cluster of node " + seed.address() + " has " + own.protocol()
                            + ": start the same release of Evenkeel on both",
                    refused.getMessage());
        }
    }

    @Test
    void shouldSayThatNoSeedNodeAnswers() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        NodeSettings settings = LocalNodes.settings(
                folder,
                List.of("127.0.0.1:" + unused),
                1,
                ConfigFactory.parseString("evenkeel.node.join-timeout = 3s"));
        try (Node node = Node.start(settings, Optional.empty())) {
            assertEquals(
                    "no seed node answers at 127.0.0.1:" + unused
                            + " within 3 s: start one there, or correct --seed-nodes",
                    assertThrows(NodeException.class, () -> node.join(Optional.empty()))
                            .getMessage());
        }
    }

    @Test
    void shouldRefuseASeedNodeThatIsNoAddress() {
        for (String wrong : List.of("host", "host:", ":2551", "host:0", "host:65536", "host:port")) {
            assertEquals(
                    "seed node \"" + wrong + "\" is not host:port",
                    assertThrows(NodeException.class, () -> new SeedNodes(List.of(wrong)))
                            .getMessage());
        }
    }

    @Test
    void shouldSayThatItCannotListen() {
        try (Node first = node(List.of())) {
            int port = Integer.parseInt(first.address().replaceFirst(".*:", ""));
            NodeSettings taken = new NodeSettings(
                    "127.0.0.1",
                    port,
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    1,
                    0,
                    List.of(),
                    Optional.of(folder),
                    ConfigFactory.empty());

            String sentence = assertThrows(NodeException.class, () -> Node.start(taken, Optional.empty()))
                    .getMessage();

            assertTrue(
                    sentence.matches("cannot listen on 127\\.0\\.0\\.1:" + port
                            + " \\(.*\\): name another address with --host and --port"),
                    sentence);
        }
    }

    @Test
    void shouldLetTheOthersKnowOfItsSlotsAndOfItsLeave() {
        try (LocalNodes nodes = new LocalNodes(folder)) {
            nodes.add(0);
            Node second = nodes.add(3);
            NodeView view = nodes.awaitViews(2).stream()
                    .filter(v -> v.address().equals(second.address()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(3, view.slots());
            assertEquals(3, view.free());
            assertEquals(Versions.own(), view.versions());

            second.close();

            assertEquals(0, nodes.awaitViews(1).get(0).slots());
        }
    }

    private Node node(List<String> seeds) {
        return Node.start(
                LocalNodes.settings(folder.resolve("node"), seeds, 1, ConfigFactory.empty()), Optional.empty());
    }
}
