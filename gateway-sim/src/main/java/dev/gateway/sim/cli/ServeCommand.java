package dev.gateway.sim.cli;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.control.ControlServer;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.server.FaultParser;
import dev.gateway.sim.server.FaultRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim serve}: serves fake platforms until a signal. */
@Command(
        name = "serve",
        description =
                "Serves fake platforms on 127.0.0.1 and prints their addresses, their tokens and a"
                        + " config that connects a gateway to them. Runs until SIGINT or SIGTERM.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim serve --detach --write-config fake.yaml",
            "  gateway run --home /tmp/fake --config fake.yaml",
            "  gateway-sim serve --stop fake.yaml",
            "      in the background; returns when everything listens",
            "",
            "  gateway-sim serve --platform telegram --chat 2s",
            "      users chat, one message every two seconds; the counts come at the end",
            "",
            "  gateway-sim serve --fault 'latency=2s@/bot*/getUpdates'",
            "      every poll takes two seconds longer",
            "  gateway-sim serve --fault 'status=502#3' --fault 'reset=after@*/send*'",
            "      three requests fail; whatever is sent arrives, but the answer is lost",
            "",
            "While it runs, with the address of the control API that it prints:",
            "  C=http://127.0.0.1:18080/control/telegram",
            "  curl -s $C/say -d '{\"user\":\"mama\",\"text\":\"hello\"}'",
            "  curl -s $C/heard?user=mama",
            "  curl -s $C/pollers",
            "  curl -s $C/faults -d '{\"fault\":\"hold=18s\",\"times\":1}'",
        })
public final class ServeCommand implements Callable<Integer> {

    private static final int CANNOT_WRITE = 73;
    private static final int CANNOT_SERVE = 75;
    private static final long MAX_END_SECONDS = 10;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "TYPE",
            description =
                    "What to serve: feishu, telegram, weixin, or the type of a fake of your own."
                            + " Default: all.")
    private List<String> types = List.of();

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description =
                    "The control API gets this port, each platform its own one behind it, whatever"
                            + " is served. Default: any free ports.")
    private int portBase;

    @Option(
            names = "--fault",
            paramLabel = "FAULT[@PATH][#TIMES]",
            description = "A fault from the beginning, as often as you like: " + FaultParser.KINDS)
    private List<String> faults = List.of();

    @Option(
            names = "--chat",
            paramLabel = "PAUSE",
            description = "Somebody on each platform says something again and again.")
    private String chat;

    @Option(
            names = "--print-config",
            description = "Print the config alone on stdout, and the rest on stderr.")
    private boolean configOnly;

    @Mixin private AdaptersOption adapters;

    @Option(
            names = "--write-config",
            paramLabel = "FILE",
            description =
                    "Write the config into this file once everything listens: all of it or nothing."
                            + " Only a file that this command wrote is replaced.")
    private Path configFile;

    @Option(
            names = "--detach",
            description =
                    "Go on in the background and return when everything listens. Needs"
                            + " --write-config.")
    private boolean detach;

    @Option(
            names = "--stop",
            paramLabel = "FILE",
            description = "Stop the one that wrote this config, and wait for its end.")
    private Path stopped;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        BackgroundServeProcess background =
                new BackgroundServeProcess(
                        spec.commandLine().getOut(), spec.commandLine().getErr());
        try {
            if (stopped != null) {
                return background.stop(stopped);
            }
            if (detach) {
                return background.start(foreground(), configFile);
            }
        } catch (IOException e) {
            Path file = stopped == null ? configFile : stopped;
            spec.commandLine().getErr().println(file + ": " + e.getMessage());
            return CANNOT_WRITE;
        }
        return serve();
    }

    /** Returns the same command line without {@code --detach}. */
    private List<String> foreground() {
        if (configFile == null) {
            throw new ParameterException(
                    spec.commandLine(), "--detach needs --write-config FILE, to be stopped by it");
        }
        rules();
        return spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--detach"))
                .toList();
    }

    private int serve() throws InterruptedException {
        List<FaultRule> rules = rules();
        Optional<FakePlatformRegistry> fakes = adapters.find(spec.commandLine().getErr());
        if (fakes.isEmpty()) {
            return AdaptersOption.UNUSABLE;
        }
        List<String> known = fakes.get().types();
        List<FakePlatformFactory> wanted = wanted(fakes.get());
        List<FakePlatform> platforms = new ArrayList<>();
        List<ChatGenerator> generators = new ArrayList<>();
        try {
            for (FakePlatformFactory factory : wanted) {
                int port = portBase == 0 ? 0 : portBase + 1 + known.indexOf(factory.type());
                FakePlatform platform = factory.start(FakeOptions.onPort(port));
                platforms.add(platform);
                rules.forEach(rule -> platform.server().faults().add(rule));
            }
            try (ControlServer control = ControlServer.start(portBase, platforms)) {
                if (!write(platforms, control)) {
                    return CANNOT_WRITE;
                }
                announce(platforms, control);
                generators.addAll(chat(platforms));
                new Stop().await();
            }
        } catch (UncheckedIOException taken) {
            spec.commandLine()
                    .getErr()
                    .println(taken.getMessage() + "; choose another --port-base");
            return CANNOT_SERVE;
        } finally {
            report(generators);
            platforms.forEach(FakePlatform::close);
        }
        return 0;
    }

    /** Returns the platforms in the order of the registry, whatever the order of the arguments. */
    private List<FakePlatformFactory> wanted(FakePlatformRegistry fakes) {
        List<FakePlatformFactory> named = AdaptersOption.named(types, fakes, spec);
        return fakes.types().stream()
                .map(fakes::of)
                .filter(each -> named.isEmpty() || named.contains(each))
                .toList();
    }

    private List<FaultRule> rules() {
        try {
            return faults.stream().map(FaultParser::rule).toList();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    private List<ChatGenerator> chat(List<FakePlatform> platforms) {
        if (chat == null) {
            return List.of();
        }
        Duration pause =
                DurationFormat.parse(chat)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "--chat is a pause: " + DurationFormat.EXAMPLES));
        return platforms.stream()
                .map(platform -> ChatGenerator.start(platform.user("chatterbox"), pause))
                .toList();
    }

    private void announce(List<FakePlatform> platforms, ControlServer control) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter about = configOnly ? spec.commandLine().getErr() : out;
        for (FakePlatform platform : platforms) {
            about.printf("%-9s %s%n", platform.type(), platform.server().uri());
            platform.tokens().forEach(token -> about.printf("%-9s token %s%n", "", token));
        }
        about.printf("%-9s %s%n", "control", control.uri());
        if (configFile == null) {
            about.println();
            out.println("# A config that connects a gateway to these fake platforms.");
            out.print(yaml(platforms));
            out.flush();
            about.println();
        }
        about.println(BackgroundServeProcess.READY);
        about.flush();
    }

    private boolean write(List<FakePlatform> platforms, ControlServer control) {
        try {
            if (configFile != null) {
                ServeConfigFile.write(configFile, yaml(platforms), control.uri());
            }
            return true;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("Cannot write " + configFile + ": " + e.getMessage());
            return false;
        }
    }

    private static String yaml(List<FakePlatform> platforms) {
        HomeConfig config = HomeConfig.echo();
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        return config.yaml();
    }

    private void report(List<ChatGenerator> generators) {
        PrintWriter about = configOnly ? spec.commandLine().getErr() : spec.commandLine().getOut();
        for (ChatGenerator generator : generators) {
            generator.close();
            ChatStats count = generator.count();
            about.printf(
                    "chat      %d sent, %d answered, %d not answered, %d answered twice%n",
                    count.sent(), count.answered(), count.lost(), count.duplicated());
        }
        about.flush();
    }

    /**
     * The wait for a signal. After it the main thread has a while to close everything and to end
     * the JVM with its own exit code.
     */
    private static final class Stop {
        private final CountDownLatch asked = new CountDownLatch(1);

        private void await() throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
            asked.await();
        }

        private void end() {
            asked.countDown();
            try {
                TimeUnit.SECONDS.sleep(MAX_END_SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
