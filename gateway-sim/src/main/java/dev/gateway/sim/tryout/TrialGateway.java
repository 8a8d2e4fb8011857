package dev.gateway.sim.tryout;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.Result;
import dev.gateway.sim.stage.Await;
import dev.gateway.sim.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A real gateway in a home of its own, controlled by its own command line. */
public final class TrialGateway {

    /** For what takes a second or two on a quiet machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** With {@code --now} a stop is bounded by a few seconds; then the stage kills it. */
    private static final Duration LIMIT_NOW = Duration.ofSeconds(8);

    private final GatewayHomeDir home;
    private final GatewayCommand command;

    private TrialGateway(GatewayHomeDir home, GatewayCommand command) {
        this.home = home;
        this.command = command;
    }

    /**
     * Writes the config of a gateway that is connected to all these platforms. Nothing is started.
     *
     * @param handler a flow mapping, or a command line for the shell
     */
    public static TrialGateway prepare(
            Stage stage,
            Path launcher,
            GatewayHomeDir home,
            List<FakePlatform> platforms,
            String handler) {
        HomeConfig config = HomeConfig.echo().withHandler(handlerYaml(handler));
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        home.write(config);
        GatewayCommand command =
                GatewayCommand.of(stage.scope(), launcher)
                        .withHome(home)
                        .withEnv(
                                "GATEWAY_TOKEN_LOCK_DIR",
                                stage.folder().resolve("token-locks").toString());
        return new TrialGateway(home, command);
    }

    private static String handlerYaml(String handler) {
        return handler.strip().startsWith("{")
                ? handler
                : "{type: process, command: [sh, -c, %s], directory: %s}"
                        .formatted(
                                quoted(handler), quoted(Path.of("").toAbsolutePath().toString()));
    }

    /** JSON is YAML; a dollar sign is doubled, so that the shell expands it and not the config. */
    private static String quoted(String text) {
        return TextNode.valueOf(text.replace("$", "$$")).toString();
    }

    /** Its home. */
    public GatewayHomeDir home() {
        return home;
    }

    /** Runs {@code gateway start}: returns when it runs, or with the reason why it does not. */
    public Result start() throws InterruptedException {
        return command.run(LIMIT, "start");
    }

    Result restart() throws InterruptedException {
        return command.run(LIMIT, "restart");
    }

    Result status() throws InterruptedException {
        return command.run(LIMIT, "status");
    }

    /** Lets it finish what it handles, and waits for its end. */
    Result stop() throws InterruptedException {
        return command.run(LIMIT, "stop");
    }

    /** Ends it with a short budget. */
    Result stopNow() throws InterruptedException {
        return command.run(LIMIT_NOW, "stop", "--now");
    }

    /** Kills the process that holds the home with SIGKILL, waits for its end, returns its PID. */
    OptionalLong kill() throws InterruptedException {
        OptionalLong holder = home.lockHolder();
        if (holder.isPresent()) {
            ProcessHandle.of(holder.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
            Await.until(() -> home.lockHolder().isEmpty(), LIMIT, "end of the killed gateway");
        }
        return holder;
    }
}
