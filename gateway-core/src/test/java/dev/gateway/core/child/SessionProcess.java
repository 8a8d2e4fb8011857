package dev.gateway.core.child;

import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.Session;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Scanner;

/**
 * A process with a session, which {@code close} on its standard input ends before the process, and
 * {@code outgoing} marks as one that finishes two messages.
 */
public final class SessionProcess {

    private SessionProcess() {}

    /** Starts a process with a session in {@code folder}; its first line is the session's name. */
    public static ChildProcess in(Path folder) throws IOException {
        return ChildProcess.java(SessionProcess.class, folder.toString());
    }

    /** Returns the name of the session of a process that was just started. */
    public static SessionId idOf(ChildProcess child) throws InterruptedException {
        return new SessionId(child.readLine());
    }

    public static void main(String[] arguments) throws IOException {
        ProcessProbe probe = ProcessProbe.system();
        Session session =
                new SessionRegistry(Path.of(arguments[0]), probe)
                        .open(
                                new SessionRecord(
                                        ProcessIdentity.of(probe, probe.self()),
                                        "1.0",
                                        Instant.now()));
        System.out.println(session.id());
        var in = new Scanner(System.in, StandardCharsets.UTF_8);
        while (in.hasNextLine()) {
            switch (in.nextLine()) {
                case "close" -> {
                    session.close();
                    System.out.println("closed");
                }
                case "outgoing" -> {
                    session.markInFlight(2);
                    session.markOutgoing(
                            Instant.parse("2026-04-01T12:00:00Z"), Duration.ofSeconds(30));
                    System.out.println("outgoing");
                }
                case "overdue" -> {
                    session.markOutgoing(Instant.parse("2026-04-01T12:00:00Z"), Duration.ZERO);
                    System.out.println("overdue");
                }
                default -> System.out.println("unknown");
            }
        }
    }
}
