package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientProcessResolverTest {

    /** A shell has a connection of bash's own, and a child that shares it. */
    @Test
    void aChildThatSharesTheConnectionIsNotTakenForTheClient() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var resolver = new ClientProcessResolver("test")) {
            Process client =
                    new ProcessBuilder(
                                    "bash",
                                    "-c",
                                    "exec 3<>/dev/tcp/127.0.0.1/"
                                            + server.getLocalPort()
                                            + "; sleep 600 & echo started >&3; wait")
                            .start();
            try (var connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo('s');
                assertThat(client.toHandle().children()).isNotEmpty();

                Optional<ClientProcess> found =
                        resolver.find(connection.getPort(), server.getLocalPort())
                                .get(60, TimeUnit.SECONDS);

                assertThat(found).map(ClientProcess::pid).contains(client.pid());
            } finally {
                client.descendants().forEach(ProcessHandle::destroyForcibly);
                client.destroyForcibly().waitFor();
            }
        }
    }
}
