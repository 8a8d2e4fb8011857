package dev.gateway.sim.tryout;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A real gateway in a home of its own, controlled by its own command line. */
public final class TryoutGateway {

    /** The limit for operations that take a second or two on a quiet machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * The limit for {@code stop --now}, which takes a few seconds; after it the workspace kills the
     * gateway.
     */
    private static final Duration LIMIT_NOW = Duration.ofSeconds(8);

    private final ObservedHome home;
    private final GatewayCommandLine command;

    private TryoutGateway(ObservedHome home, GatewayCommandLine command) {
        this.home = home;
        this.command = command;
    }

    /**
     * Writes the config of a gateway that is connected to all these platforms. Starts nothing.
     *
     * @param handler a flow mapping, or a command line for the shell
     */
    public static TryoutGateway prepare(
            Workspace workspace,
            Path launcher,
            ObservedHome home,
            List<FakePlatform> platforms,
            String handler) {
        HomeConfig config = HomeConfig.echo().withHandler(handlerYaml(handler));
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        home.write(config);
        GatewayCommandLine command =
                GatewayCommandLine.of(workspace.scope(), launcher)
                        .withHome(home)
                        .withEnv(
                                "GATEWAY_TOKEN_LOCK_DIR",
                                workspace.folder().resolve("token-locks").toString());
        return new TryoutGateway(home, command);
    }

    private static String handlerYaml(String handler) {
        return handler.strip().startsWith("{")
                ? handler
                : "{type: process, command: [sh, -c, %s], directory: %s}"
                        .formatted(
                                quoted(handler), quoted(Path.of("").toAbsolutePath().toString()));
    }

    /**
     * Quotes a text: JSON is YAML; a dollar sign is doubled, so that the shell expands it and not
     * the config.
     */
    private static String quoted(String text) {
        return TextNode.valueOf(text.replace("$", "$$")).toString();
    }

    /** Returns the home. */
    public ObservedHome home() {
        return home;
    }

    /**
     * Runs {@code gateway start}: returns when the gateway runs, or with the reason why it does
     * not.
     */
    public CommandResult start() throws InterruptedException {
        return command.run(LIMIT, "start");
    }

    CommandResult restart() throws InterruptedException {
        return command.run(LIMIT, "restart");
    }

    CommandResult status() throws InterruptedException {
        return command.run(LIMIT, "status");
    }

    /** Stops the gateway after it has finished the messages in flight, and waits for its end. */
    CommandResult stop() throws InterruptedException {
        return command.run(LIMIT, "stop");
    }

    /** Stops the gateway with a short budget. */
    CommandResult stopNow() throws InterruptedException {
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
