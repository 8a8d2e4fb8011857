package dev.gateway.postgres.schedule;

import dev.gateway.postgres.schedule.SimulatedHost.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A host and its processes, one after the other, each with a line of its own to the database. Used
 * by the thread of the schedule alone.
 */
final class HostSlot {

    private final IntFunction<Site> site;
    private final int server;
    private final List<DatabaseLine> lines = new ArrayList<>();
    private SimulatedHost process;
    private DatabaseLine line;
    private Thread stopping;
    private int lives;

    /**
     * Creates a host without a process.
     *
     * @param site the host as a process sees it that reaches the database by this port
     * @param server the port of the database
     */
    HostSlot(IntFunction<Site> site, int server) {
        this.site = site;
        this.server = server;
    }

    /**
     * Starts a process unless one runs, or as soon as one that stops has ended: until then it has
     * the home.
     *
     * @return whether there is one
     */
    boolean start() throws IOException {
        if (process == null && (stopping == null || !stopping.isAlive())) {
            line = DatabaseLine.to(server);
            lines.add(line);
            process = new SimulatedHost(site.apply(line.port()), ++lives);
            process.start();
        }
        return process != null;
    }

    /** Gives an account of this host to another one, if both have a process. */
    void handOver(FakeAccount account, HostSlot target) {
        if (process != null && target.process != null) {
            process.handOver(account, target.process);
        }
    }

    /**
     * Stops all threads of the process between two steps, and what it has sent stays on its way.
     */
    void pause() {
        if (process != null) {
            line.pause(true);
            process.gate().pause(true);
        }
    }

    void resume() {
        if (process != null) {
            line.pause(false);
            process.gate().pause(false);
        }
    }

    /** Returns the line of the present process, or of the last one. */
    DatabaseLine line() {
        return line;
    }

    /** Kills the process: its connections end, and nothing that its threads still do leaves it. */
    void kill() {
        if (process != null) {
            SimulatedHost victim = process;
            process = null;
            victim.kill();
            line.close();
            // Takes as long as the limits of its connections; nothing waits for it.
            end(victim::abandon, victim);
        }
    }

    /** Stops the process in the background. */
    void stop() {
        if (process != null) {
            SimulatedHost leaving = process;
            process = null;
            stopping = end(leaving::stop, leaving);
        }
    }

    private Thread end(Ending ending, SimulatedHost of) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                ending.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        of.life() + "-end");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for the end of the process that stops, and closes the lines. */
    void awaitStop() throws InterruptedException {
        if (stopping != null) {
            stopping.join();
        }
        lines.forEach(DatabaseLine::close);
    }

    /** The end of a process. */
    private interface Ending {
        void run() throws InterruptedException;
    }
}
