package dev.gateway.cli;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway version}. */
@Command(
        name = "version",
        description = VersionCommand.SUMMARY,
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway version", "  gateway --version"})
public final class VersionCommand implements Callable<Integer> {

    static final String SUMMARY = "Show the version.";

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().printVersionHelp(spec.commandLine().getOut());
        return 0;
    }
}
