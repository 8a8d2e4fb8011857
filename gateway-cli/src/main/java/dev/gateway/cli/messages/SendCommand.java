package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code gateway send}: puts a text into the outbox of the home, from which the running or next
 * gateway sends it. This process calls no platform, so it needs no token.
 */
@Command(
        name = "send",
        description = {
            "Send a text to a conversation, as the bot.",
            "It goes into the outbox of this home: the running gateway sends it within about a"
                    + " second, or the next one when it starts. It is sent once, in the order of"
                    + " the conversation."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway send --platform family --to 4711 'Back in five minutes.'",
            "  df -h | gateway send --platform family --to 4711 -",
            "  gateway send --platform family --to 4711 --format markdown - < release.md",
            "",
            "Exit codes: 0 sent, or kept and on its way, 64 unknown platform, 75 the platform",
            "refuses it, or no journal, 77 no permission, 78 the config is invalid."
        })
public final class SendCommand implements Callable<Integer> {

    /** The size limit of a text: some hundred messages of any platform. */
    private static final int MAX_BYTES = 1 << 20;

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            required = true,
            description = "The account, by its name in the config.")
    private String platform;

    @Option(
            names = "--to",
            paramLabel = "CONVERSATION",
            required = true,
            description =
                    "The conversation, as the platform names it: what your handler gets as"
                            + " 'conversation', and what 'gateway conversations' lists.")
    private String to;

    @Parameters(paramLabel = "TEXT", description = "What to say; - reads it from standard input.")
    private String text;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "How to read the text: plain shows each character as it is, markdown shows"
                            + " headings, lists and code as the platform can (default: plain).")
    private String format = TextFormat.PLAIN.wireName();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long to wait until a running gateway has sent it (default: 10s; 0s not"
                            + " at all).")
    private Duration wait = Duration.ofSeconds(10);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public SendCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        InstalledPlatforms installed = context.platforms(global.home());
        GatewayConfig config;
        try {
            config = installed.configLoader().load(global.configFile());
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        PlatformConfig account = account(config);
        List<MessagePart> parts = parts(installed, account);
        GatewayHome home = global.home();
        return new JournalAccess(context, global)
                .modify(
                        (journal, out) -> {
                            List<String> ids =
                                    journal.send(
                                            identity(installed, account),
                                            account.name(),
                                            to,
                                            parts);
                            var deliveryWatch =
                                    new DeliveryWatch(
                                            context.statusReader(home),
                                            home,
                                            account,
                                            journal,
                                            config.journal().isShared());
                            return reportDelivery(ids, deliveryWatch.await(ids, wait), out);
                        });
    }

    private PlatformConfig account(GatewayConfig config) {
        PlatformConfig account = config.platforms().get(platform);
        if (account != null) {
            return account;
        }
        String nearest =
                SpellingSuggestion.among(platform, config.platforms().keySet())
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("there are: " + String.join(", ", config.platforms().keySet()));
        throw new ParameterException(
                spec.commandLine(), "No platform '" + platform + "' in the config; " + nearest);
    }

    private static AccountId identity(InstalledPlatforms installed, PlatformConfig account) {
        return AccountId.of(
                account.type(),
                installed.factories().get(account.type()).identity(account),
                account.name());
    }

    private List<MessagePart> parts(InstalledPlatforms installed, PlatformConfig account)
            throws IOException {
        String whole = text.equals("-") ? read(context.input()) : text;
        if (whole.isBlank()) {
            throw new ParameterException(spec.commandLine(), "The text is empty");
        }
        // Created for its splitting rules only: before serve() an adapter has no thread and no
        // socket.
        PlatformAdapter adapter =
                installed
                        .factories()
                        .get(account.type())
                        .create(
                                account,
                                new NoOpPlatformContext(
                                        account.name(),
                                        global.home().media().resolve(account.name())));
        return adapter.split(new MessagePart(whole, List.of(), format()));
    }

    private TextFormat format() {
        return TextFormat.of(format)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "'"
                                                + format
                                                + "' is no format; there are: markdown, plain"));
    }

    private String read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ParameterException(spec.commandLine(), "The text is longer than 1 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    }

    private ExitCode reportDelivery(
            List<String> ids, DeliveryWatch.DeliveryResult result, ConsoleOutput out) {
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ArrayNode array = node.putArray("ids");
            ids.forEach(array::add);
            node.put("state", result.wireName()).put("reason", result.reason().orElse(null));
            JournalAccess.print(node, out);
        } else {
            out.line(TerminalSanitizer.line(result.message(ids)));
        }
        return result.state() == DeliveryWatch.DeliveryState.REFUSED
                ? ExitCode.TRY_AGAIN
                : ExitCode.OK;
    }
}
