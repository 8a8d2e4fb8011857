package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.terminal.Printable;
import dev.gateway.core.control.Words;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidVerdict;
import dev.gateway.core.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who has the home, whether the PID file agrees, who waits for it, and how the gateway is. */
final class InstanceCheck implements Check {

    private static final String LOCK = "lock";
    private static final String PID_FILE = "pid-file";

    @Override
    public List<Fact> look(Patient patient) {
        List<Fact> facts = new ArrayList<>();
        facts.add(lock(patient));
        facts.add(pidFile(patient));
        waiters(patient).ifPresent(facts::add);
        facts.add(state(patient));
        return facts;
    }

    private static Fact lock(Patient patient) {
        Path file = patient.home().lock();
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Fact.wrong(LOCK, file + " is no plain file", "rm " + file);
        }
        LockStatus lock = patient.instance().lock();
        return switch (lock.verdict()) {
            case HELD -> held(patient);
            case FREE -> Fact.open(LOCK, "free: no gateway is running");
            case BLOCKED ->
                    Fact.wrong(
                            LOCK,
                            Words.blocked(patient.home(), (LockStatus.Blocked) lock),
                            "see which programs have it open: fuser -v " + file);
            case UNKNOWN ->
                    Fact.wrong(
                            LOCK,
                            "cannot be looked at: " + ((LockStatus.Unknown) lock).reason(),
                            "run this as its owner");
        };
    }

    private static Fact held(Patient patient) {
        Optional<ProcessIdentity> holder = patient.instance().holder();
        if (holder.isEmpty()) {
            return Fact.open(
                    LOCK,
                    "held by a process that cannot be seen from here (another container, PID"
                            + " namespace or user)");
        }
        long pid = holder.get().pid();
        List<String> command = patient.machine().probe().commandLine(pid);
        String program = command.isEmpty() ? "" : ", " + program(command);
        boolean proven = patient.instance().lock() instanceof LockStatus.HeldBy;
        return Fact.good(
                LOCK,
                "held by PID %d (%s)%s"
                        .formatted(
                                pid,
                                proven ? "/proc/%d/fd".formatted(pid) : "gateway.pid",
                                program));
    }

    /** Never the arguments: another program's may hold secrets. */
    private static String program(List<String> command) {
        return Printable.line(Path.of(command.get(0)).getFileName() + "", 40);
    }

    private static Fact pidFile(Patient patient) {
        InstanceView view = patient.instance();
        PidVerdict verdict = view.pidFile();
        if (view.disagree()) {
            return Fact.wrong(
                    PID_FILE,
                    "names PID %d, but PID %d holds the lock; the lock counts"
                            .formatted(
                                    ((PidVerdict.Live) verdict).record().pid(),
                                    view.seen().map(ProcessIdentity::pid).orElse(-1L)),
                    "nothing: a running gateway writes it again within 10 s");
        }
        if (verdict instanceof PidVerdict.Live live) {
            return patient.isRunning()
                    ? Fact.good(PID_FILE, "live, names PID " + live.record().pid())
                    : Fact.wrong(
                            PID_FILE,
                            "names live process %d, which does not hold the lock"
                                    .formatted(live.record().pid()),
                            "see what it is: ps -fp "
                                    + live.record().pid()
                                    + "; the next start goes by the lock");
        }
        if (verdict instanceof PidVerdict.Absent) {
            return patient.isRunning()
                    ? Fact.wrong(
                            PID_FILE,
                            "missing, though a gateway runs",
                            "nothing: it is written again within 10 s")
                    : Fact.good(PID_FILE, "absent");
        }
        return Fact.wrong(
                PID_FILE,
                verdict.recoveryMessage().replace(" Recovered.", ""),
                patient.isRunning()
                        ? "nothing, unless the disk is full: it is written again within 10 s"
                        : "nothing: the next start recovers it");
    }

    private static Optional<Fact> waiters(Patient patient) {
        List<Long> waiters = patient.instance().waiters();
        return waiters.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Fact.open(
                                "successors",
                                waiters.stream()
                                        .map(pid -> "PID " + pid)
                                        .collect(
                                                Collectors.joining(
                                                        ", ", "", " stand by to take over"))));
    }

    private static Fact state(Patient patient) {
        String state = patient.status().path("state").asText("unknown");
        return switch (state) {
            case "running" -> Fact.good("gateway", "running" + since(patient.status()));
            case "stopped", "starting", "standby", "draining", "stopping" ->
                    Fact.open("gateway", state);
            case "failed" ->
                    Fact.wrong(
                            "gateway",
                            "the last one ended without saying so",
                            "see "
                                    + patient.command("logs")
                                    + ", then "
                                    + patient.command("start"));
            case "degraded" ->
                    Fact.wrong(
                            "gateway",
                            "degraded" + since(patient.status()),
                            "see what is wrong below, or " + patient.command("status"));
            default -> Fact.wrong("gateway", "state unknown", "run this as the owner of the home");
        };
    }

    private static String since(JsonNode status) {
        return status.hasNonNull("started_at")
                ? ", started " + status.path("started_at").asText()
                : "";
    }
}
