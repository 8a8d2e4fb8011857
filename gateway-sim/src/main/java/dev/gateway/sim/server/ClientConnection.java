package dev.gateway.sim.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One TCP connection of a client. Thread-safe. */
public final class ClientConnection {

    private final long id;
    private final int clientPort;
    private final long openedNanos;
    private final CompletableFuture<RequestOutcome> closed = new CompletableFuture<>();
    private final CompletableFuture<Optional<ClientProcess>> process;
    private final BooleanSupplier open;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean halfOpen;

    ClientConnection(
            long id,
            int clientPort,
            long openedNanos,
            CompletableFuture<Optional<ClientProcess>> process,
            BooleanSupplier open) {
        this.id = id;
        this.clientPort = clientPort;
        this.openedNanos = openedNanos;
        this.process = process;
        this.open = open;
    }

    /** Returns the connection's number, counted from 1 within one server. */
    public long id() {
        return id;
    }

    /** Returns the client's port. */
    public int clientPort() {
        return clientPort;
    }

    /** Returns {@link System#nanoTime()} at its acceptance. */
    public long openedNanos() {
        return openedNanos;
    }

    /**
     * Returns true if the connection can still be written to. On the server's thread this reports
     * an end a moment before {@link #closed} does.
     */
    public boolean isOpen() {
        return open.getAsBoolean();
    }

    /** Returns the end of the connection and its cause; empty while the connection is open. */
    public Optional<RequestOutcome> closed() {
        return Optional.ofNullable(closed.getNow(null));
    }

    /** Returns a future that the server's thread completes when the connection is closed. */
    public CompletableFuture<RequestOutcome> whenClosed() {
        return closed;
    }

    /** Returns the client's process once it has been found; only Linux shows it. Never blocks. */
    public Optional<ClientProcess> process() {
        return process.getNow(Optional.empty());
    }

    /** Returns a future that completes when the search for the client's process is over. */
    public CompletableFuture<Optional<ClientProcess>> whenProcessKnown() {
        return process;
    }

    /** Returns the number of requests received so far. */
    public int requests() {
        return requests.get();
    }

    /** Returns true if a {@link Fault.HalfOpen} keeps the server from reading it any more. */
    public boolean isHalfOpen() {
        return halfOpen;
    }

    void markHalfOpen() {
        halfOpen = true;
    }

    void countRequest() {
        requests.incrementAndGet();
    }
}
