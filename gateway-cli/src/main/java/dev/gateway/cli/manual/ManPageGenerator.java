package dev.gateway.cli.manual;

import dev.gateway.cli.CompletionCommand;
import dev.gateway.cli.FishCompletion;
import dev.gateway.cli.GatewayCli;
import dev.gateway.core.GatewayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The generator of the distribution's man pages and shell completions. Run by the build. */
public final class ManPageGenerator {

    private ManPageGenerator() {}

    /** Writes the files; the argument is the folder of the distribution. */
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0], "share");
        Path pages = Files.createDirectories(share.resolve("man/man1"));
        write(GatewayCli.commandLine(), pages);
        Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(
                completions.resolve("gateway"),
                CompletionCommand.bashScript(GatewayCli.commandLine()));
        Path fish = Files.createDirectories(share.resolve("fish/vendor_completions.d"));
        Files.writeString(
                fish.resolve("gateway.fish"), FishCompletion.of(GatewayCli.commandLine()));
    }

    private static void write(CommandLine line, Path folder) throws IOException {
        CommandSpec command = line.getCommandSpec();
        Files.writeString(
                folder.resolve(ManPage.name(command) + ".1"),
                new ManPage(command, GatewayVersion.current()).text());
        for (CommandLine sub : line.getSubcommands().values()) {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                write(sub, folder);
            }
        }
    }
}
