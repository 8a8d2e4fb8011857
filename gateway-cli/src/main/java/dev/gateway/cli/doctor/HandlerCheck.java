package dev.gateway.cli.doctor;

import dev.gateway.core.config.HandlerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the program that answers is there. What it answers only a message can tell. */
final class HandlerCheck implements Check {

    private static final String NAME = "handler";

    @Override
    public List<Fact> look(Patient patient) {
        if (patient.config().isEmpty()) {
            return List.of();
        }
        HandlerConfig handler = patient.config().get().config().handler();
        List<String> command = handler.options().textList("command");
        if (command.isEmpty()) {
            return List.of(Fact.good(NAME, handler.type()));
        }
        String program = command.get(0);
        return List.of(
                isThere(patient.home().folder(), program)
                        ? Fact.good(NAME, handler.type() + ", " + program)
                        : Fact.wrong(
                                NAME,
                                program + " is not there or cannot be executed",
                                "correct handler.command, or chmod +x it"));
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
