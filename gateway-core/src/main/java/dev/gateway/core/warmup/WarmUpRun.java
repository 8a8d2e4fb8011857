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
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.message.handler.EchoHandler;
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
 * A whole life of a gateway, played by one that stands by: start, connect, stop, in a folder of its
 * own, with a platform that is mute, seen by nobody. What runs for the first time in a JVM takes
 * many times as long as afterwards, so this makes the real handover several times shorter.
 *
 * <p>It touches no lock, file or token of anybody else and no network, and what goes wrong in it is
 * of no consequence. Its folder lies in the home, which is private; one that a SIGKILL in the
 * middle left there is removed by the next gateway that has the home.
 */
public final class WarmUpRun {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpRun.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String NAME = "rehearsal";
    private static final String PREFIX = NAME + "-";

    private final GatewaySetup.Machine machine;
    private final Path parent;
    private final StopRequest stop = new StopRequest();
    private volatile boolean cameThrough;

    private WarmUpRun(GatewaySetup.Machine machine, Path parent) {
        this.machine = machine;
        this.parent = parent;
    }

    /**
     * Plays it on a thread of its own and waits for its end, at most some seconds.
     *
     * @param parent where to make the folder, which is removed at the end
     * @return whether it came through, from start to stop
     * @throws InterruptedException if interrupted; what was begun ends by itself
     */
    static boolean play(GatewaySetup.Machine machine, Path parent) throws InterruptedException {
        var rehearsal = new WarmUpRun(machine, parent);
        var thread = new Thread(rehearsal::run, NAME);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LIMIT.toMillis());
        } finally {
            if (thread.isAlive()) {
                rehearsal.stop.request("the rehearsal is over");
            }
        }
        return rehearsal.cameThrough;
    }

    /**
     * Removes what rehearsals left in a home whose process was killed. One that is going on
     * elsewhere may fail of it, which harms nobody.
     */
    public static void sweep(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : left) {
                remove(folder);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("What a rehearsal left in {} stays there", parent, e);
        }
    }

    private void run() {
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            try {
                live(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException | StartupException | RuntimeException | LinkageError e) {
            LOG.debug("The rehearsal failed", e);
        }
    }

    private void live(Path folder) throws StartupException {
        var gateway = new Gateway(setup(new GatewayHome(folder.resolve("home"))));
        try {
            cameThrough = gateway.run() == ExitCode.OK;
        } finally {
            gateway.release();
        }
    }

    private GatewaySetup setup(GatewayHome home) {
        var events = new EventStream(machine.clock(), machine.probe().self());
        events.add(
                event -> {
                    if (event.type() == EventType.READY) {
                        stop.request("rehearsed");
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
                machine);
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
