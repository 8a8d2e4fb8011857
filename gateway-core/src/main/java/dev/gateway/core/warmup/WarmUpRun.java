package dev.gateway.core.warmup;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.lifecycle.Gateway;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.lifecycle.StandbyWarmUp;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.reload.ReloadHooks;
import dev.gateway.core.reload.ReloadRequest;
import dev.gateway.core.reload.SighupHandler;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A complete start–connect–stop cycle of a gateway in a temporary home with a no-op platform. Code
 * that runs for the first time in a JVM takes many times as long as afterwards, so a gateway that
 * stands by runs this cycle first, and its real handover is several times shorter.
 *
 * <p>The run touches no lock, file or token of another process and no network, and a failure has no
 * consequence. Its folder lies in the home, which is private; a folder that a SIGKILL left there is
 * removed by the next gateway that owns the home.
 */
public final class WarmUpRun {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpRun.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String NAME = "warm-up";

    /** Part of the documented layout of a home. */
    private static final String PREFIX = "rehearsal-";

    private final HostServices machine;
    private final Path parent;
    private final StopRequest stop = new StopRequest();
    private volatile boolean completed;

    private WarmUpRun(HostServices machine, Path parent) {
        this.machine = machine;
        this.parent = parent;
    }

    /**
     * Runs the cycle on a daemon thread and waits for its end, at most {@link #LIMIT}.
     *
     * @param parent the folder to make the temporary home in, which is removed at the end
     * @return true if the cycle was completed, from start to stop
     * @throws InterruptedException if interrupted; the cycle then ends by itself
     */
    static boolean run(HostServices machine, Path parent) throws InterruptedException {
        var cycle = new WarmUpRun(machine, parent);
        var thread = new Thread(cycle::runInTemporaryHome, NAME);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LIMIT.toMillis());
        } finally {
            if (thread.isAlive()) {
                cycle.stop.request("the warm-up is over");
            }
        }
        return cycle.completed;
    }

    /**
     * Removes the folders that runs of killed processes left in a home. A run that another process
     * is doing may fail because of that, which has no consequence.
     */
    static void removeLeftovers(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : left) {
                remove(folder);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Cannot remove what a warm-up left in {}", parent, e);
        }
    }

    private void runInTemporaryHome() {
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            try {
                runGateway(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException | StartupException | RuntimeException | LinkageError e) {
            LOG.debug("The warm-up failed", e);
        }
    }

    private void runGateway(Path folder) throws StartupException {
        var gateway = new Gateway(setup(new GatewayHome(folder.resolve("home"))));
        try {
            completed = gateway.run() == ExitCode.OK;
        } finally {
            gateway.release();
        }
    }

    private GatewaySetup setup(GatewayHome home) {
        var events = new EventStream(machine.clock(), machine.probe().self());
        events.add(
                event -> {
                    if (event.type() == EventType.READY) {
                        stop.request("warmed up");
                    }
                });
        var reload = new ReloadRequest();
        return new GatewaySetup(
                home,
                config(),
                Map.of(NAME, new NoOpPlatform(NAME)),
                (handler, context) -> new EchoHandler(),
                new KernelTokenLocks(
                        home.folder().resolve("tokens"),
                        home.toString(),
                        machine.probe(),
                        machine.holders(),
                        machine.clock()),
                ConflictPolicy.FAIL,
                Duration.ZERO,
                events,
                stop,
                new ReloadHooks(
                        reload,
                        new SighupHandler(stop, reload),
                        home.config(),
                        () -> {
                            throw new InvalidConfigException(home.config(), List.of());
                        },
                        level -> {}),
                code -> {},
                new GatewaySetup.Identity(List.of(NAME), NAME, Optional.empty()),
                machine,
                StandbyWarmUp.NONE);
    }

    private static GatewayConfig config() {
        var platform =
                new PlatformConfig(
                        NAME, NAME, true, Optional.empty(), LIMIT, LIMIT, Options.none());
        return new GatewayConfig(
                ShutdownBudget.of(LIMIT, LIMIT),
                LIMIT,
                Optional.empty(),
                LogLevel.INFO,
                HandlerConfig.echo(),
                Map.of(NAME, platform));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
