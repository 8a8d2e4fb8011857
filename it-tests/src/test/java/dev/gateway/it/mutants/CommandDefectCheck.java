package dev.gateway.it.mutants;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/** A check of one command that has to refuse, and of the files that it must not have changed. */
record CommandDefectCheck(String name, CommandRun command) implements DefectCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Returns a check with a folder of other users, given as a home. */
    static DefectCheck sharedFolder() {
        return new CommandDefectCheck(
                "command: a folder of others is no home",
                (gateway, folder) -> {
                    Path shared = Files.createDirectory(folder.resolve("shared"));
                    var open = PosixFilePermissions.fromString("rwxr-xr-x");
                    Files.setPosixFilePermissions(shared, open);
                    CommandResult init = gateway.run(TIMEOUT, "config", "init", "--home=" + shared);
                    if (!Files.getPosixFilePermissions(shared).equals(open)) {
                        return Optional.of("the mode of a folder of others was changed");
                    }
                    return init.exit() == 77
                            ? Optional.empty()
                            : Optional.of("config init ended with " + init.exit());
                });
    }

    /** Returns a check with a number of workers that no machine can provide. */
    static DefectCheck hugeNumber() {
        return new CommandDefectCheck(
                "command: what cannot work is no valid config",
                (gateway, folder) -> {
                    Path config =
                            Files.writeString(
                                    folder.resolve("config.yaml"),
                                    "handler: {type: echo, workers: 2000000000}\n");
                    Files.setPosixFilePermissions(
                            config, PosixFilePermissions.fromString("rw-------"));
                    int exit = gateway.run(TIMEOUT, "config", "check", "--config=" + config).exit();
                    return exit == 78
                            ? Optional.empty()
                            : Optional.of("config check ended with " + exit);
                });
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        try (ProcessScope scope = ProcessScope.open()) {
            return command.defect(GatewayCommandLine.of(scope, underTest.launcher()), folder);
        }
    }

    /** The command to run. */
    @FunctionalInterface
    interface CommandRun {
        Optional<String> defect(GatewayCommandLine gateway, Path folder)
                throws IOException, InterruptedException;
    }
}
