package dev.gateway.cli.config;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.config.ConfigTemplate;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway config init}. */
@Command(
        name = "init",
        description = {
            "Write a commented config file to begin with, and the home if it is not there.",
            "It is valid as it is: every platform is in it, disabled, with how to fill it in."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init",
            "  gateway config init --home /srv/bot --force    begin anew",
            "",
            "Exit codes: 0 written, 73 cannot write, 77 no permission, 78 the file exists."
        })
public final class ConfigInitCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Function<GatewayHome, ConfigSchema> types;

    @Mixin private GlobalOptions global;

    @Option(names = "--force", description = "Overwrite a file that exists.")
    private boolean force;

    ConfigInitCommand(CommandContext context) {
        this(context, home -> ConfigSchema.of(context.platforms(home)));
    }

    ConfigInitCommand(CommandContext context, Function<GatewayHome, ConfigSchema> types) {
        this.context = context;
        this.types = types;
    }

    @Override
    public Integer call() {
        Path file = global.configFile().normalize();
        try {
            makeFolder(file.getParent());
            String text =
                    ConfigTemplate.of(
                            types.apply(global.home()).platforms(),
                            types.apply(global.home()).handlers());
            if (force) {
                OwnerOnlyFile.replace(file, text);
            } else {
                OwnerOnlyFile.create(file, text);
            }
        } catch (IOException e) {
            return reportFailure(file, e).number();
        }
        ConsoleOutput out = context.out();
        out.line(out.paint(TextStyle.GOOD, "Wrote " + file + "."));
        out.line("Fill in a platform and remove its 'enabled: false'. Then:");
        out.line("  " + out.paint(TextStyle.HINT, "gateway config check" + global.repeated()));
        out.line("  " + out.paint(TextStyle.HINT, "gateway start" + global.repeated()));
        return ExitCode.OK.number();
    }

    private void makeFolder(Path folder) throws IOException {
        if (folder.equals(global.home().folder())) {
            HomeDirectory.ensure(global.home());
        } else {
            HomeDirectory.create(folder);
        }
    }

    private ExitCode reportFailure(Path file, IOException e) {
        if (e instanceof FileAlreadyExistsException && Files.isRegularFile(file)) {
            printError(file + " exists already. Keep it, or overwrite it with --force.");
            return ExitCode.CONFIG;
        }
        // The operator does not know the temporary file beside it.
        boolean beside = e instanceof AccessDeniedException denied && denied.getReason() == null;
        StartupException failure =
                StartupException.of(beside ? new AccessDeniedException(file.toString()) : e, file);
        if (failure.code() == ExitCode.NO_PERMISSION) {
            printError(failure.getMessage());
            return failure.code();
        }
        printError("Cannot write " + file + ": " + reason(e) + ". Correct the path, or make room.");
        return ExitCode.CANNOT_CREATE;
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException named) {
            String reason = named.getReason();
            String what = reason == null ? named.getClass().getSimpleName() : reason;
            return named.getFile() == null ? what : named.getFile() + ": " + what;
        }
        return String.valueOf(e.getMessage());
    }

    private void printError(String text) {
        context.err().line(context.err().paint(TextStyle.BAD, text));
    }
}
