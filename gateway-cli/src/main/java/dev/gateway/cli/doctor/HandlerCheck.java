package dev.gateway.cli.doctor;

import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.status.RecordedStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The check of the handler: its program, and its state in a running gateway. */
final class HandlerCheck implements DoctorCheck {

    private static final String NAME = "handler";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        if (context.config().isEmpty()) {
            return List.of();
        }
        HandlerConfig handler = context.config().get().config().handler();
        Optional<CheckResult> failing = failing(context);
        if (failing.isPresent()) {
            return List.of(failing.get());
        }
        List<String> command = handler.options().textList("command");
        if (command.isEmpty()) {
            return List.of(CheckResult.ok(NAME, handler.type()));
        }
        String program = command.get(0);
        return List.of(
                isThere(context.home().folder(), program)
                        ? CheckResult.ok(NAME, handler.type() + ", " + program)
                        : CheckResult.failed(
                                NAME,
                                program + " is not there or cannot be executed",
                                "correct handler.command, or chmod +x it"));
    }

    /** Returns a failed result if the running gateway says that the handler is failing. */
    private static Optional<CheckResult> failing(DiagnosisContext context) {
        RecordedStatus.Handler known = context.status().handler();
        if (!context.isRunning() || !known.is(HandlerState.FAILING)) {
            return Optional.empty();
        }
        return Optional.of(
                CheckResult.failed(
                        NAME,
                        TerminalSanitizer.line(
                                known.type().orElse("")
                                        + " is failing since "
                                        + known.since().orElse("")
                                        + ": "
                                        + known.error().orElse("no reason is known")),
                        "nobody is answered; see "
                                + context.command("logs")
                                + ", correct the handler, then "
                                + context.command("reload")
                                + " if the config has changed"));
    }

    private static boolean isThere(Path folder, String program) {
        if (program.contains("/")) {
            return Files.isExecutable(folder.resolve(program));
        }
        String path = System.getenv("PATH");
        for (String entry : (path == null ? "/usr/bin:/bin" : path).split(":")) {
            if (!entry.isEmpty() && Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }
}
