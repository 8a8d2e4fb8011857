package dev.gateway.sim.chat;

import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.LockedScheduler;
import dev.gateway.sim.server.RequestHandler;

/** The parts that every fake platform has: a server, a lock, a scheduler and the records. */
public abstract class AbstractFakePlatform implements FakePlatform {

    /** The lock that guards the platform's state. */
    protected final Object lock = new Object();

    /** The scheduler of the platform's own actions, which hold the lock. */
    protected final LockedScheduler scheduler = new LockedScheduler(lock, this::server);

    /** The record of the polls. */
    protected final Referee referee = new Referee();

    /** The record of the messages and their answers. */
    protected final MessageLedger ledger = new MessageLedger();

    private final String type;
    private volatile FakeServer server;

    /** Creates a platform of this type, which has no server yet. */
    protected AbstractFakePlatform(String type) {
        this.type = type;
    }

    /**
     * Starts the server. The constructor of the platform calls it last.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    protected final void listen(int port, RequestHandler handler) {
        server = FakeServer.start(type, port, handler);
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final FakeServer server() {
        return server;
    }

    @Override
    public final Referee referee() {
        return referee;
    }

    @Override
    public final MessageLedger ledger() {
        return ledger;
    }

    @Override
    public final void close() {
        server.close();
    }
}
