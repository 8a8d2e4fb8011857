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
 * A crash plan for one process, and the events that the process has recorded. The variables are
 * inherited by what a command starts: with {@code start} and {@code restart} the plan is for the
 * gateway that they start.
 */
public final class CrashInjection {

    /** The variable with the path of the plan. */
    static final String PLAN = "CRASH_PLAN";

    /** The variable with the path of the trace. */
    static final String TRACE = "CRASH_TRACE";

    private final Path plan;
    private final Path trace;
    private final CrashTraceFile steps;

    private CrashInjection(Path plan, Path trace) {
        this.plan = plan;
        this.trace = trace;
        this.steps = new CrashTraceFile(trace);
    }

    /** Creates an injection with this plan, in new files in this folder. */
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

    /** Replaces the plan from the next event on; the process may have started already. */
    public void change(CrashPlan next) {
        new CrashPlanFile(plan).write(next);
    }

    /** Returns the command with the listener on its class path. */
    public GatewayCommandLine on(GatewayCommandLine command) {
        return command.withEnv("GATEWAY_CLASSPATH", simulator().toString())
                .withEnv(PLAN, plan.toString())
                .withEnv(TRACE, trace.toString());
    }

    /** Returns the jar or folder that holds the simulator's classes. */
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

    /** Returns the events so far, in order. */
    public List<CrashTraceEntry> steps() {
        return steps.read();
    }

    /**
     * Returns the event at which the process was killed or frozen; empty if it has not come so far.
     */
    public Optional<CrashTraceEntry> injectedStep() {
        return steps().stream().filter(CrashTraceEntry::wasInjected).findFirst();
    }

    /** Returns the PID of the process that was killed, or is being killed at this moment. */
    public Optional<Long> killed() {
        return injectedStep()
                .filter(step -> step.action() == CrashAction.KILL)
                .map(CrashTraceEntry::pid);
    }

    /** Returns whether an event of this type was recorded. */
    public boolean reached(EventType type) {
        return steps().stream().anyMatch(step -> step.type() == type);
    }

    /**
     * Counts the answers that the platform may have received although this process did not record
     * it.
     */
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
