package dev.gateway.sim.bench.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** The time that a request and its answer need between two threads with a socket each. */
final class LoopbackLimit {

    private static final int BYTES = 200;
    private static final int WARM_UP = 500;
    private static final int TRIPS = 3000;
    private static final double SECOND = 1e9;

    private LoopbackLimit() {}

    /** Returns the median. */
    static double measure() throws InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread echo = new Thread(() -> echo(server), "loopback-limit");
            echo.setDaemon(true);
            echo.start();
            byte[] message = new byte[BYTES];
            long[] times = new long[TRIPS];
            for (int i = -WARM_UP; i < TRIPS; i++) {
                long began = System.nanoTime();
                client.getOutputStream().write(message);
                client.getInputStream().readNBytes(message, 0, BYTES);
                if (i >= 0) {
                    times[i] = System.nanoTime() - began;
                }
            }
            client.shutdownOutput();
            echo.join();
            Arrays.sort(times);
            return times[TRIPS / 2] / SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("loopback does not work", e);
        }
    }

    private static void echo(Socket server) {
        try {
            InputStream in = server.getInputStream();
            byte[] message = new byte[BYTES];
            while (in.readNBytes(message, 0, BYTES) == BYTES) {
                server.getOutputStream().write(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("loopback does not work", e);
        }
    }
}
