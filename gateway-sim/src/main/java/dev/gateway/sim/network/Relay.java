package dev.gateway.sim.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of one connection. One thread reads what is sent, another one delivers it when the
 * network lets it: what was sent before a cut, an end too, arrives late and not never.
 */
final class Relay {

    private static final int CHUNK = 64 * 1024;

    /** As with a real line, a sender whose bytes are not read is held up at last. */
    private static final int MAX_ON_THE_WAY = 256;

    private final RelayState state;
    private final Socket from;
    private final Socket to;
    private final Ends ends;
    private final BlockingQueue<Packet> onTheWay = new ArrayBlockingQueue<>(MAX_ON_THE_WAY);
    private final Thread reader;
    private final Thread writer;

    Relay(String name, RelayState state, Socket from, Socket to, Ends ends) {
        this.state = state;
        this.from = from;
        this.to = to;
        this.ends = ends;
        reader = thread(name + "-reader", this::read);
        writer = thread(name + "-writer", this::write);
    }

    private static Thread thread(String name, Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (InterruptedException e) {
                                // The proxy has closed the connection.
                            }
                        },
                        name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        reader.start();
        writer.start();
    }

    /** Ends the threads; the owner closes the sockets. */
    void stop() {
        reader.interrupt();
        writer.interrupt();
    }

    private void read() throws InterruptedException {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                onTheWay.put(new Packet(Arrays.copyOf(buffer, length), Kind.DATA, state.arrival()));
            }
            onTheWay.put(new Packet(new byte[0], Kind.END, state.arrival()));
        } catch (IOException e) {
            onTheWay.put(new Packet(new byte[0], Kind.RESET, state.arrival()));
        }
    }

    private void write() throws InterruptedException {
        while (true) {
            Packet packet = onTheWay.take();
            state.await(packet.arrival());
            if (packet.kind() == Kind.RESET) {
                ends.reset();
                return;
            }
            try {
                if (packet.kind() == Kind.END) {
                    to.shutdownOutput();
                    ends.ended();
                    return;
                }
                to.getOutputStream().write(packet.bytes());
            } catch (IOException e) {
                // The receiver has reset the connection: the other direction's reader sees it too.
                return;
            }
        }
    }

    private enum Kind {
        DATA,
        END,
        RESET
    }

    /** The kinds of ends of a direction. */
    interface Ends {
        void ended();

        void reset();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** A part of what is sent, with the time at which it may arrive. */
    private record Packet(byte[] bytes, Kind kind, long arrival) {}
}
