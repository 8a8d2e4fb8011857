package dev.gateway.cli.login;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway login}: logins at platforms that issue no token on a web page. */
@Command(
        name = "login",
        description = "Log in at a platform and keep its token in the home.",
        sortOptions = false,
        synopsisSubcommandLabel = "PLATFORM",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway login weixin                shows a QR code to be scanned with the phone",
            "  gateway login weixin --name papa    for a second account"
        })
public final class LoginCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new LoginCommand()).addSubcommand(new WeixinLoginCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing platform: weixin");
    }
}
