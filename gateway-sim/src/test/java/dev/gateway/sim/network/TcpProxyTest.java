package dev.gateway.sim.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.sim.process.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LIMIT_MILLIS = 30_000;
    private static final int SILENCE_MILLIS = 150;

    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(listener.getLocalPort());
        client = dial();
        server = listener.accept();
        client.setSoTimeout(LIMIT_MILLIS);
        server.setSoTimeout(LIMIT_MILLIS);
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    void carriesBothWaysAndAnEndOfEach() throws Exception {
        send(client, 'a');
        assertThat(receive(server)).isEqualTo('a');
        client.shutdownOutput();
        assertThat(receive(server)).isEqualTo(-1);
        send(server, 'b');
        server.close();
        assertThat(receive(client)).isEqualTo('b');
        assertThat(receive(client)).isEqualTo(-1);
        Await.until(() -> proxy.connections() == 0, LIMIT, "end of the connection");
    }

    @Test
    void cutOneWayStillDeliversTheOther() throws Exception {
        proxy.cut(Direction.TO_CLIENT);
        send(client, 'a');
        assertThat(receive(server)).isEqualTo('a');
        send(server, 'b');
        assertSilent(client);
        proxy.heal();
        assertThat(receive(client)).isEqualTo('b');
    }

    @Test
    void healedLineDeliversWhatItHeldBackAndThenTheEnd() throws Exception {
        proxy.cut();
        send(client, 'a');
        client.close();
        assertSilent(server);
        proxy.heal();
        assertThat(receive(server)).isEqualTo('a');
        assertThat(receive(server)).isEqualTo(-1);
    }

    @Test
    void resetInsideACutLineShowsAfterTheCut() throws Exception {
        proxy.cut();
        client.setSoLinger(true, 0);
        client.close();
        assertSilent(server);
        proxy.heal();
        assertThatThrownBy(() -> receive(server)).isInstanceOf(SocketException.class);
    }

    @Test
    void connectionThatIsMadeInsideACutIsServedAfterIt() throws Exception {
        proxy.cut();
        try (Socket late = dial()) {
            send(late, 'a');
            try (Socket accepted = listener.accept()) {
                assertSilent(accepted);
                proxy.heal();
                accepted.setSoTimeout(LIMIT_MILLIS);
                assertThat(receive(accepted)).isEqualTo('a');
            }
        }
    }

    @Test
    void resetLosesWhatIsOnTheWay() throws Exception {
        proxy.cut();
        send(client, 'a');
        proxy.reset();
        proxy.heal();
        assertThatThrownBy(() -> receive(server)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
    }

    @Test
    void refusedConnectionsAreResetUntilItIsHealed() throws Exception {
        proxy.refuse();
        assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
        try (Socket refused = dial()) {
            refused.setSoTimeout(LIMIT_MILLIS);
            assertThatThrownBy(() -> receive(refused)).isInstanceOf(IOException.class);
        }
        proxy.heal();
        try (Socket healed = dial();
                Socket accepted = listener.accept()) {
            send(healed, 'a');
            assertThat(receive(accepted)).isEqualTo('a');
        }
    }

    @Test
    void delayedBytesArriveInOrderAndNotBefore() throws Exception {
        Duration delay = Duration.ofMillis(40);
        proxy.delay(delay);
        long sent = System.nanoTime();
        send(client, 'a');
        send(client, 'b');
        assertThat(receive(server)).isEqualTo('a');
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(delay);
        assertThat(receive(server)).isEqualTo('b');
    }

    @Test
    void redirectLeadsNewConnectionsElsewhere() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            proxy.redirect(other.getLocalPort());
            try (Socket second = dial();
                    Socket accepted = other.accept()) {
                send(second, 'b');
                assertThat(receive(accepted)).isEqualTo('b');
            }
        }
        send(client, 'a');
        assertThat(receive(server)).isEqualTo('a');
    }

    private static void send(Socket socket, char c) throws IOException {
        socket.getOutputStream().write(c);
    }

    private static int receive(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> receive(socket)).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(LIMIT_MILLIS);
    }
}
