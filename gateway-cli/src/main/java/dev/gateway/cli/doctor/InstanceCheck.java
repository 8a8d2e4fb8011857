package dev.gateway.cli.doctor;

import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.RecordedStatus;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The check of the instance: lock, PID file, waiting successors, gateway state. */
final class InstanceCheck implements DoctorCheck {

    private static final String LOCK = "lock";
    private static final String PID_FILE = "pid-file";

    @Override
    public String name() {
        return "instance";
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        List<CheckResult> results = new ArrayList<>();
        results.add(lock(context));
        results.add(pidFile(context));
        waiters(context).ifPresent(results::add);
        results.add(state(context));
        return results;
    }

    private static CheckResult lock(DiagnosisContext context) {
        Path file = context.home().lock();
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return CheckResult.failed(LOCK, file + " is no plain file", "rm " + file);
        }
        LockStatus lock = context.instance().lock();
        return switch (lock.state()) {
            case HELD -> held(context);
            case FREE -> CheckResult.skipped(LOCK, "free: no gateway is running");
            case BLOCKED ->
                    CheckResult.failed(
                            LOCK,
                            OperatorMessages.blocked(context.home(), (LockStatus.Blocked) lock),
                            "see which programs have it open: fuser -v " + file);
            case UNKNOWN ->
                    CheckResult.failed(
                            LOCK,
                            "cannot be looked at: " + ((LockStatus.Unknown) lock).reason(),
                            "run this as its owner");
        };
    }

    private static CheckResult held(DiagnosisContext context) {
        Optional<ProcessIdentity> holder = context.instance().holder();
        if (holder.isEmpty()) {
            return CheckResult.skipped(
                    LOCK,
                    "held by a process that cannot be seen from here (another container, PID"
                            + " namespace or user)");
        }
        long pid = holder.get().pid();
        List<String> command = context.host().probe().commandLine(pid);
        String program = command.isEmpty() ? "" : ", " + program(command);
        boolean proven = context.instance().lock() instanceof LockStatus.HeldBy;
        return CheckResult.ok(
                LOCK,
                "held by PID %d (%s)%s"
                        .formatted(
                                pid,
                                proven ? "/proc/%d/fd".formatted(pid) : "gateway.pid",
                                program));
    }

    /** Returns the program's name without arguments: those may hold another program's secrets. */
    private static String program(List<String> command) {
        return TerminalSanitizer.line(Path.of(command.get(0)).getFileName() + "", 40);
    }

    private static CheckResult pidFile(DiagnosisContext context) {
        InstanceView view = context.instance();
        PidFileStatus verdict = view.pidFile();
        if (verdict instanceof PidFileStatus.Live live
                && context.status().outgoing().stream()
                        .anyMatch(each -> each.pid() == live.record().pid())) {
            return CheckResult.skipped(
                    PID_FILE,
                    "names PID %d, which has passed the home on; the next gateway writes its own"
                            .formatted(live.record().pid()));
        }
        if (view.isContradictory()) {
            return CheckResult.failed(
                    PID_FILE,
                    "names PID %d, but PID %d holds the lock; the lock counts"
                            .formatted(
                                    ((PidFileStatus.Live) verdict).record().pid(),
                                    view.provenHolder().map(ProcessIdentity::pid).orElse(-1L)),
                    "nothing: a running gateway writes it again within 10 s");
        }
        if (verdict instanceof PidFileStatus.Live live) {
            return context.isRunning()
                    ? CheckResult.ok(PID_FILE, "live, names PID " + live.record().pid())
                    : CheckResult.failed(
                            PID_FILE,
                            "names live process %d, which does not hold the lock"
                                    .formatted(live.record().pid()),
                            "see what it is: ps -fp "
                                    + live.record().pid()
                                    + "; the next start goes by the lock");
        }
        if (verdict instanceof PidFileStatus.Absent) {
            return context.isRunning()
                    ? CheckResult.failed(
                            PID_FILE,
                            "missing, though a gateway runs",
                            "nothing: it is written again within 10 s")
                    : CheckResult.ok(PID_FILE, "absent");
        }
        return CheckResult.failed(
                PID_FILE,
                verdict.recoveryMessage().replace(" Recovered.", ""),
                context.isRunning()
                        ? "nothing, unless the disk is full: it is written again within 10 s"
                        : "nothing: the next start recovers it");
    }

    private static Optional<CheckResult> waiters(DiagnosisContext context) {
        List<Long> waiters = context.instance().waiters();
        return waiters.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CheckResult.skipped(
                                "successors",
                                waiters.stream()
                                        .map(pid -> "PID " + pid)
                                        .collect(
                                                Collectors.joining(
                                                        ", ", "", " stand by to take over"))));
    }

    private static CheckResult state(DiagnosisContext context) {
        String state = context.status().state();
        return switch (state) {
            case "running" -> CheckResult.ok("gateway", "running" + since(context.status()));
            case "stopped", "starting", "standby", "draining", "stopping" ->
                    CheckResult.skipped("gateway", state);
            case "failed" ->
                    CheckResult.failed(
                            "gateway",
                            "the last one ended without saying so",
                            "see "
                                    + context.command("logs")
                                    + ", then "
                                    + context.command("start"));
            case "degraded" ->
                    CheckResult.failed(
                            "gateway",
                            "degraded" + since(context.status()),
                            "see what is wrong below, or " + context.command("status"));
            default ->
                    CheckResult.failed(
                            "gateway", "state unknown", "run this as the owner of the home");
        };
    }

    private static String since(RecordedStatus status) {
        return status.startedAt().map(time -> ", started " + time).orElse("");
    }
}
