package dev.gateway.cli;

import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway version}. */
public final class VersionCommand implements Callable<Integer> {

    static final String SUMMARY = "Show the version.";

    private final GlobalOptions global = new GlobalOptions();

    private CommandSpec spec;

    /** Returns the command. */
    static CommandSpec of() {
        var command = new VersionCommand();
        command.spec =
                CommandModel.of("version", command, SUMMARY)
                        .examples("  gateway version", "  gateway --version")
                        .global(command.global)
                        .spec();
        return command.spec;
    }

    private VersionCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().printVersionHelp(spec.commandLine().getOut());
        return 0;
    }
}
