package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.process.GatewayCommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plan for one process, and what that process has come to. The variables pass on to what a
 * command starts: with {@code start} and {@code restart} the plan is for the gateway behind them.
 */
public final class CrashInjection {

    /** Names the file with the plan. */
    static final String PLAN = "CRASH_PLAN";

    /** Names the trace. */
    static final String TRACE = "CRASH_TRACE";

    private final Path plan;
    private final Path trace;
    private final CrashTraceFile steps;

    private CrashInjection(Path plan, Path trace) {
        this.plan = plan;
        this.trace = trace;
        this.steps = new CrashTraceFile(trace);
    }

    /** A plan, in new files in this folder. */
    public static CrashInjection of(CrashPlan plan, Path folder) {
        try {
            Path trace = Files.createTempFile(folder, "trace-", ".tsv").toAbsolutePath();
            CrashInjection injection =
                    new CrashInjection(trace.resolveSibling(trace.getFileName() + ".plan"), trace);
            injection.change(plan);
            return injection;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a trace in " + folder, e);
        }
    }

    /** Another plan from the next event on, be the process started already or not. */
    public void change(CrashPlan next) {
        new CrashPlanFile(plan).write(next);
    }

    /** The command with the listener on its class path. */
    public GatewayCommandLine on(GatewayCommandLine command) {
        return command.withEnv("GATEWAY_CLASSPATH", simulator().toString())
                .withEnv(PLAN, plan.toString())
                .withEnv(TRACE, trace.toString());
    }

    /** The jar or folder that the simulator's classes come from. */
    public static Path simulator() {
        try {
            return Path.of(
                    CrashListener.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The steps so far, in order. */
    public List<CrashTraceEntry> steps() {
        return steps.read();
    }

    /** Where it was struck, if it has come so far. */
    public Optional<CrashTraceEntry> injectedStep() {
        return steps().stream().filter(CrashTraceEntry::wasInjected).findFirst();
    }

    /** The number of the process that was, or is just being, killed. */
    public Optional<Long> killed() {
        return injectedStep()
                .filter(step -> step.action() == CrashAction.KILL)
                .map(CrashTraceEntry::pid);
    }

    /** Whether it has taken a step of this type. */
    public boolean reached(EventType type) {
        return steps().stream().anyMatch(step -> step.type() == type);
    }

    /** How many answers a platform may have got without this process having noted it. */
    public long unrecordedAnswers(String platform) {
        List<CrashTraceEntry> steps = steps();
        return steps.stream()
                .filter(step -> step.platform().equals(platform))
                .filter(step -> step.type() == EventType.ANSWER_SENDING)
                .map(CrashTraceEntry::id)
                .distinct()
                .filter(
                        id ->
                                steps.stream()
                                        .noneMatch(
                                                step ->
                                                        step.type() == EventType.ANSWER_SENT
                                                                && step.id().equals(id)))
                .count();
    }
}
