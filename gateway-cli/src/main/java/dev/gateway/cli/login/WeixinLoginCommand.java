package dev.gateway.cli.login;

import dev.gateway.adapter.weixin.login.LoginException;
import dev.gateway.adapter.weixin.login.LoginResult;
import dev.gateway.adapter.weixin.login.LoginTimeouts;
import dev.gateway.adapter.weixin.login.WeixinLogin;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.config.AccountProxyReader;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.yaml.AccountName;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway login weixin}. */
@Command(
        name = "weixin",
        description = {
            "Show a QR code, and keep the bot token that Weixin gives for it in the home.",
            "A user has one bot at a time: the token of an earlier login ends soon after."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway login weixin",
            "  gateway login weixin --name mama",
            "",
            "Exit codes: 0 logged in, 73 cannot write the token, 75 no login, 77 no permission,"
                    + " 78 the config sets no valid proxy."
        })
public final class WeixinLoginCommand implements Callable<Integer> {

    private final CommandContext context;
    private final LoginTimeouts timeouts;

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "weixin",
            description = "Name of the account in the config (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the login begins, if not at Weixin.")
    private URI baseUrl;

    @Option(
            names = "--proxy",
            paramLabel = "PROXY",
            description =
                    "Which way to call it: environment, direct, http://host:port or"
                            + " socks5://host:port (default: what the config sets for the account"
                            + " or for all, else environment).")
    private String proxy;

    WeixinLoginCommand(CommandContext context) {
        this(context, LoginTimeouts.usual());
    }

    WeixinLoginCommand(CommandContext context, LoginTimeouts timeouts) {
        this.context = context;
        this.timeouts = timeouts;
    }

    @Override
    public Integer call() {
        URI api = baseUrl == null ? WeixinLogin.API : baseUrl;
        check(api);
        ProxyPolicy way;
        try {
            way = proxyPolicy();
        } catch (InvalidConfigException e) {
            return printError(
                    Sentence.of(String.valueOf(e.getMessage()))
                            + " Or say which way to go: --proxy.",
                    e.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG);
        }
        var file = new TokenFile(global.home(), name);
        var keyboard =
                new BufferedReader(
                        new InputStreamReader(context.input(), Charset.defaultCharset()));
        var prompt = new TerminalLoginPrompt(context.out(), keyboard, timeouts.codeLife());
        try {
            LoginResult result = new WeixinLogin(api, way, file.all(), timeouts, prompt).run();
            if (result instanceof LoginResult.Confirmed confirmed) {
                file.write(confirmed.token());
                reportSuccess(confirmed, file);
            } else {
                context.out()
                        .line(
                                "This user's bot is logged in already; its token in "
                                        + file.path().getParent()
                                        + " is still good.");
            }
            return ExitCode.OK.number();
        } catch (LoginException e) {
            return printError(e.getMessage(), ExitCode.TRY_AGAIN);
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, file.path());
            return failure.code() == ExitCode.NO_PERMISSION
                    ? printError(failure.getMessage(), failure.code())
                    : printError(
                            "Cannot write %s: %s Make room, try again."
                                    .formatted(
                                            file.path(),
                                            Sentence.of(String.valueOf(e.getMessage()))),
                            failure.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return printError("The login was interrupted.", ExitCode.TRY_AGAIN);
        }
    }

    private ProxyPolicy proxyPolicy() throws InvalidConfigException {
        if (proxy == null) {
            Optional<ProxyPolicy> configured =
                    new AccountProxyReader(System::getenv).read(global.configFile(), name);
            if (configured.isPresent()) {
                return configured.get();
            }
        }
        try {
            return ProxyPolicy.parse(
                    proxy == null ? ProxyPolicy.ENVIRONMENT : proxy, "--proxy", System::getenv);
        } catch (ProxyServer.InvalidProxyException e) {
            throw new ParameterException(spec.commandLine(), "The proxy: " + e.getMessage());
        }
    }

    private void check(URI api) {
        if (!AccountName.isValid(name)) {
            throw new ParameterException(spec.commandLine(), "--name is " + AccountName.RULE);
        }
        boolean web = "https".equals(api.getScheme()) || "http".equals(api.getScheme());
        if (!web || api.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--base-url is an address like " + WeixinLogin.API);
        }
    }

    private void reportSuccess(LoginResult.Confirmed confirmed, TokenFile file) {
        ConsoleOutput out = context.out();
        out.line(
                out.paint(TextStyle.GOOD, "Logged in.")
                        + " The bot is "
                        + clean(confirmed.botId())
                        + ", its owner "
                        + clean(confirmed.userId())
                        + ".");
        out.line("Its token is in " + file.path() + ", for you alone.");
        out.line("");
        out.line("In " + global.configFile() + ":");
        out.line("");
        out.line("platforms:");
        String base =
                confirmed.api().equals(WeixinLogin.API)
                        ? ""
                        : ", base_url: " + quoted(confirmed.api().toString());
        Path folder = global.configFile().toAbsolutePath().normalize().getParent();
        Path path = file.path().toAbsolutePath().normalize();
        boolean below = folder != null && path.startsWith(folder);
        String token = quoted("${file:" + (below ? folder.relativize(path) : path) + "}");
        out.line("  " + name + ": {type: weixin, token: " + token + base + "}");
        out.line("");
        out.line(
                "Then: "
                        + out.paint(TextStyle.HINT, "gateway reload" + global.repeated())
                        + ", or "
                        + out.paint(TextStyle.HINT, "gateway start" + global.repeated())
                        + " if none runs");
    }

    private int printError(String text, ExitCode code) {
        context.err().line(context.err().paint(TextStyle.BAD, text));
        return code.number();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
