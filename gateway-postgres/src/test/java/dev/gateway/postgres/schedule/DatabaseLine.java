package dev.gateway.postgres.schedule;

import dev.gateway.sim.network.Direction;
import dev.gateway.sim.network.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The line of one process to the database, with several reasons at a time for it to be interrupted.
 * What is sent meanwhile stays in it, and arrives when the last reason is gone. Used by the thread
 * of the schedule alone.
 */
final class DatabaseLine implements AutoCloseable {

    private final TcpProxy proxy;
    private boolean paused;
    private boolean frozen;
    private Set<Direction> cut = EnumSet.noneOf(Direction.class);
    private Set<Direction> interrupted = EnumSet.noneOf(Direction.class);

    private DatabaseLine(TcpProxy proxy) {
        this.proxy = proxy;
    }

    /** Opens a line to a server on this machine. */
    static DatabaseLine to(int server) throws IOException {
        return new DatabaseLine(TcpProxy.to(server));
    }

    /** Returns the port to connect to instead of the server's. */
    int port() {
        return proxy.port();
    }

    /** Holds everything, since the process at this end is paused, or lets it go on. */
    void pause(boolean on) {
        paused = on;
        apply();
    }

    /** Holds everything, since the database is frozen, or lets it go on. */
    void freeze(boolean on) {
        frozen = on;
        apply();
    }

    /** Cuts these directions, and heals the others. */
    void cut(Set<Direction> directions) {
        cut = directions;
        apply();
    }

    private void apply() {
        Set<Direction> wanted = paused || frozen ? EnumSet.allOf(Direction.class) : cut;
        if (!wanted.equals(interrupted)) {
            proxy.heal();
            wanted.forEach(proxy::cut);
            interrupted = EnumSet.noneOf(Direction.class);
            interrupted.addAll(wanted);
        }
    }

    /** Ends the present connections; what is in them is lost. */
    void reset() {
        proxy.reset();
    }

    /** Ends the line for good. */
    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
