package dev.gateway.sim.cli;

import dev.gateway.core.process.SignalHandlers;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.console.TerminalDetector;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.tryout.TryoutConsole;
import dev.gateway.sim.tryout.TryoutGateway;
import dev.gateway.sim.tryout.TryoutSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim try}: starts fake platforms, a real gateway, and a prompt to chat with it. */
@Command(
        name = "try",
        description =
                "Starts fake platforms on 127.0.0.1 and a real gateway that is connected to them,"
                        + " and lets you chat with it. Needs no account. Everything is gone at the"
                        + " end: /quit, Ctrl-D or Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim try                   chat with a bot that repeats what you say",
            "  gateway-sim try --handler 'python3 bot.py'",
            "      the same with a program of yours, see docs/handlers.md",
            "  gateway-sim try --handler '{type: http, url: \"http://127.0.0.1:8000/\"}'",
            "      any handler, as it stands in a config",
            "  printf 'hello\\n/restart\\nstill there?\\n' | gateway-sim try",
            "      a script: each line waits for its answer; answers go to stdout",
            "",
            "While it runs: /as PLATFORM, /restart, /kill, /start, /status, /help, /quit.",
            "",
            "Exit: 0, 1 a line of a script was not answered, 64 wrong usage, 73 --home is in use,"
                    + " 78 no gateway found or a jar cannot be used; the code of 'gateway start' if"
                    + " the gateway does not start.",
        })
public final class TryCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int CANNOT_CREATE = 73;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "TYPE",
            description =
                    "The platforms, you speak on the first: feishu, telegram, weixin, or the type"
                            + " of a fake of your own. Default: telegram,weixin,feishu.")
    private List<String> types = List.of("telegram", "weixin", "feishu");

    @Option(
            names = "--handler",
            paramLabel = "COMMAND",
            description =
                    "What answers: a command line that reads and writes JSON lines, or a {…} as"
                            + " below handler: of a config. Default: the echo.")
    private String handler = "{type: echo}";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "The gateway's home, a new or empty folder, which is kept. Default: a"
                            + " temporary one.")
    private Path home;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long a script waits for an answer. Default: ${DEFAULT-VALUE}.")
    private String timeout = "60s";

    @Mixin private GatewayOption gateway;

    @Mixin private AdaptersOption adapters;

    @Spec private CommandSpec spec;

    private volatile boolean ending;

    @Override
    public Integer call() {
        Duration wait = wait(timeout);
        Path launcher;
        try {
            launcher = gateway.launcher();
        } catch (ExpectationFailedException missing) {
            spec.commandLine().getErr().println(missing.getMessage());
            return GatewayOption.NO_GATEWAY;
        }
        Optional<FakePlatformRegistry> fakes = adapters.find(spec.commandLine().getErr());
        if (fakes.isEmpty()) {
            return AdaptersOption.UNUSABLE;
        }
        List<FakePlatformFactory> wanted = AdaptersOption.named(types, fakes.get(), spec);
        if (!isUsable(home)) {
            return CANNOT_CREATE;
        }
        Thread main = Thread.currentThread();
        SignalHandlers trap = SignalHandlers.install(name -> end(main), "INT", "TERM");
        try (Workspace workspace = Workspace.open("gateway-try")) {
            return play(workspace, launcher, wanted, fakes.get().jars(), wait);
        } finally {
            trap.close();
        }
    }

    /** Ends everything in order at the first signal. */
    private void end(Thread main) {
        ending = true;
        main.interrupt();
    }

    private Duration wait(String text) {
        return DurationFormat.parse(text)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--wait is a duration: " + DurationFormat.EXAMPLES));
    }

    /**
     * Returns whether a home may be created here: a folder with content may be the home of a real
     * gateway.
     */
    private boolean isUsable(Path folder) {
        if (folder == null) {
            return true;
        }
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> entries = Files.list(folder)) {
                    if (entries.findAny().isEmpty()) {
                        return true;
                    }
                }
                printError("%s is not empty: name a new folder with --home.".formatted(folder));
                return false;
            }
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            return true;
        } catch (IOException e) {
            printError("Cannot make %s: %s. Name another folder with --home.".formatted(folder, e));
            return false;
        }
    }

    private void printError(String line) {
        spec.commandLine().getErr().println(line);
    }

    private int play(
            Workspace workspace,
            Path launcher,
            List<FakePlatformFactory> wanted,
            List<Path> jars,
            Duration wait) {
        List<FakePlatform> platforms = new ArrayList<>();
        try {
            wanted.forEach(factory -> platforms.add(factory.start(FakeOptions.lenient(1))));
            ObservedHome place = home == null ? workspace.newHome() : ObservedHome.at(home);
            place.putAdapters(jars);
            TryoutGateway trial =
                    TryoutGateway.prepare(workspace, launcher, place, platforms, handler);
            return start(trial, platforms, wait);
        } catch (ExpectationFailedException failed) {
            if (!ending) {
                printError(failed.getMessage());
            }
            return ending ? 0 : FAILED;
        } catch (InterruptedException asked) {
            return 0;
        } finally {
            Thread.interrupted();
            platforms.forEach(FakePlatform::close);
        }
    }

    private int start(TryoutGateway trial, List<FakePlatform> platforms, Duration wait)
            throws InterruptedException {
        ProgressPrinter progress = ProgressPrinter.onStderr(spec.commandLine().getErr());
        progress.now("The gateway starts …");
        CommandResult started;
        try {
            started = trial.start();
        } finally {
            progress.clear();
        }
        if (started.exit() != 0) {
            Stream.of(started.stdout(), started.stderr())
                    .flatMap(String::lines)
                    .forEach(this::printError);
            return started.exit();
        }
        TryoutConsole console =
                TryoutConsole.onStandardStreams(
                        spec.commandLine().getOut(), spec.commandLine().getErr());
        printIntroduction(console, trial, platforms);
        boolean script = !TerminalDetector.isTerminal(TerminalDetector.STDIN);
        return new TryoutSession(trial, platforms, console, script, wait).run(System.in);
    }

    private void printIntroduction(
            TryoutConsole console, TryoutGateway trial, List<FakePlatform> platforms) {
        String names = platforms.stream().map(FakePlatform::type).collect(Collectors.joining(", "));
        console.note(
                "Fake platforms (%s) on 127.0.0.1; no account, and nothing leaves this machine."
                        .formatted(names));
        console.note(
                "A real gateway is connected to them: PID %s, home %s (%s)."
                        .formatted(
                                trial.home().lockHolder().isPresent()
                                        ? trial.home().lockHolder().getAsLong()
                                        : "unknown",
                                trial.home().path(),
                                home == null ? "deleted at the end" : "kept"));
        console.note("Say something to the bot. /help shows what else you can do, /quit ends it.");
    }
}
