package dev.gateway.cli.config;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.config.StarterConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeFolder;
import dev.gateway.core.lifecycle.ExitCode;
import dev.gateway.core.lifecycle.StartFailure;
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
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init",
            "  gateway config init --home /srv/bot --force    begin anew",
            "",
            "Exit codes: 0 written, 73 cannot write, 77 no permission, 78 the file exists."
        })
public final class ConfigInitCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Function<GatewayHome, ConfigTypes> types;

    @Mixin private GlobalOptions global;

    @Option(names = "--force", description = "Overwrite a file that exists.")
    private boolean force;

    /** For the command line. */
    public ConfigInitCommand() {
        this(Terminal.system(), ConfigTypes::installed);
    }

    ConfigInitCommand(Terminal terminal, Function<GatewayHome, ConfigTypes> types) {
        this.terminal = terminal;
        this.types = types;
    }

    @Override
    public Integer call() {
        Path file = global.configFile().normalize();
        try {
            makeFolder(file.getParent());
            String text =
                    StarterConfig.of(
                            types.apply(global.home()).platforms(),
                            types.apply(global.home()).handlers());
            if (force) {
                new NewFile(file).replace(text);
            } else {
                new NewFile(file).create(text);
            }
        } catch (IOException e) {
            return refuse(file, e).number();
        }
        Screen out = terminal.out();
        out.line(out.paint(Tone.GOOD, "Wrote " + file + "."));
        out.line("Fill in a platform and remove its 'enabled: false'. Then:");
        out.line("  " + out.paint(Tone.HINT, "gateway config check" + global.repeated()));
        out.line("  " + out.paint(Tone.HINT, "gateway start" + global.repeated()));
        return ExitCode.OK.number();
    }

    private void makeFolder(Path folder) throws IOException {
        if (folder.equals(global.home().folder())) {
            HomeFolder.enter(global.home());
        } else {
            HomeFolder.create(folder);
        }
    }

    private ExitCode refuse(Path file, IOException e) {
        if (e instanceof FileAlreadyExistsException && Files.isRegularFile(file)) {
            complain(file + " exists already. Keep it, or overwrite it with --force.");
            return ExitCode.CONFIG;
        }
        // Of the temporary file beside it the operator knows nothing.
        boolean beside = e instanceof AccessDeniedException denied && denied.getReason() == null;
        StartFailure failure =
                StartFailure.of(beside ? new AccessDeniedException(file.toString()) : e, file);
        if (failure.code() == ExitCode.NO_PERMISSION) {
            complain(failure.getMessage());
            return failure.code();
        }
        complain("Cannot write " + file + ": " + reason(e) + ". Correct the path, or make room.");
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

    private void complain(String text) {
        terminal.err().line(terminal.err().paint(Tone.BAD, text));
    }
}
