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

    /** Counts up from 1 within one server. */
    public long id() {
        return id;
    }

    /** The client's port. */
    public int clientPort() {
        return clientPort;
    }

    /** {@link System#nanoTime()} when it was accepted. */
    public long openedNanos() {
        return openedNanos;
    }

    /**
     * Whether it can still be written to. Asked on the server's thread, it knows of an end a moment
     * before {@link #closed} does.
     */
    public boolean isOpen() {
        return open.getAsBoolean();
    }

    /** When and by whom it was closed; empty while it is open. */
    public Optional<RequestOutcome> closed() {
        return Optional.ofNullable(closed.getNow(null));
    }

    /** Completed on the server's thread when it is closed. */
    public CompletableFuture<RequestOutcome> whenClosed() {
        return closed;
    }

    /** The client's process, as soon as it was found; found only on Linux. Never blocks. */
    public Optional<ClientProcess> process() {
        return process.getNow(Optional.empty());
    }

    /** Completed when the search for the client's process is over. */
    public CompletableFuture<Optional<ClientProcess>> whenProcessKnown() {
        return process;
    }

    /** How many requests came through it so far. */
    public int requests() {
        return requests.get();
    }

    void countRequest() {
        requests.incrementAndGet();
    }
}
