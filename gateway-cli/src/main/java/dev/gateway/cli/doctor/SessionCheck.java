package dev.gateway.cli.doctor;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessState;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.terminal.Quantity;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of the sessions: processes that finish their messages, and what dead ones left. */
final class SessionCheck implements DoctorCheck {

    private static final String NAME = "sessions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        return check(
                context.home(),
                context.host().probe(),
                context.host().clock().instant(),
                context.instance().holder(),
                context.repeated());
    }

    /**
     * Returns the facts on the sessions of {@code home}.
     *
     * @param holder the process that holds the home
     * @param repeated the options to append to a suggested command
     */
    static List<CheckResult> check(
            GatewayHome home,
            ProcessProbe probe,
            Instant now,
            Optional<ProcessIdentity> holder,
            String repeated) {
        var registry = new SessionRegistry(home.sessions(), probe);
        List<CheckResult> results = new ArrayList<>();
        int ended = 0;
        for (KnownSession session : registry.others()) {
            if (registry.hasEnded(session.id())) {
                ended++;
            } else {
                living(home, session, probe, now, holder, repeated).ifPresent(results::add);
            }
        }
        if (ended > 0) {
            results.add(
                    CheckResult.skipped(
                            NAME,
                            "%s ended without saying so; %s"
                                    .formatted(
                                            Quantity.of(ended, "session"),
                                            holder.isPresent()
                                                    ? "the gateway takes its work back by itself"
                                                    : "the next start takes its work back")));
        }
        return results.isEmpty()
                ? List.of(CheckResult.ok(NAME, "no old process, nothing left of a dead one"))
                : results;
    }

    /** Returns empty for the session of a gateway that holds the home, if all is well with it. */
    private static Optional<CheckResult> living(
            GatewayHome home,
            KnownSession session,
            ProcessProbe probe,
            Instant now,
            Optional<ProcessIdentity> holder,
            String repeated) {
        if (session.record().isEmpty()) {
            return Optional.of(
                    CheckResult.failed(
                            NAME,
                            "session %s lives, but its record cannot be read"
                                    .formatted(session.id()),
                            "see which process it is: fuser -v "
                                    + home.sessions().resolve(session.id() + ".lock")));
        }
        SessionRecord record = session.record().get();
        long pid = record.process().pid();
        boolean frozen = probe.state(pid) == ProcessState.STOPPED;
        if (record.isOutgoing()) {
            return Optional.of(outgoing(OutgoingProcess.of(record), frozen, now, repeated));
        }
        if (!Files.exists(home.sessions().resolve(session.id() + ".lock"))) {
            return Optional.of(
                    CheckResult.failed(
                            NAME,
                            "the lock file of PID %d's session was removed; it counts as alive as"
                                    + " long as that process lives".formatted(pid),
                            "nothing: it is gone when that process ends"));
        }
        if (holder.filter(record.process()::matches).isPresent()) {
            return Optional.empty();
        }
        return holder.isPresent() && frozen
                ? Optional.of(
                        CheckResult.failed(
                                NAME,
                                "PID %d, which does not hold the home, stands still".formatted(pid),
                                "have it go on: kill -CONT " + pid))
                : Optional.of(
                        CheckResult.skipped(
                                NAME,
                                "PID %d, which does not hold the home, is on its way in or out"
                                        .formatted(pid)));
    }

    private static CheckResult outgoing(
            OutgoingProcess process, boolean frozen, Instant now, String repeated) {
        long pid = process.pid();
        if (process.isOverdue(now)) {
            return CheckResult.failed(
                    NAME,
                    "old process PID %d should have ended by %s%s"
                            .formatted(
                                    pid,
                                    process.endsBy().orElseThrow(),
                                    frozen ? "; it stands still (SIGSTOP)" : ""),
                    "the gateway kills it and handles its messages again; without a gateway, 'gateway"
                            + " stop"
                            + repeated
                            + "'");
        }
        if (frozen) {
            return CheckResult.failed(
                    NAME,
                    "old process PID %d stands still (SIGSTOP) with %s"
                            .formatted(pid, process.work()),
                    "have it go on: kill -CONT " + pid);
        }
        return CheckResult.ok(NAME, process.sentence(now).replaceFirst("^The old", "the old"));
    }
}
