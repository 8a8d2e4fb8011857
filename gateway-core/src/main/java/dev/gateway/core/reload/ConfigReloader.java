package dev.gateway.core.reload;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.message.Dispatcher;
import dev.gateway.core.message.HandlerStateTracker;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.SwappableHandler;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running config and its replacement. A reload first does everything that can fail: it reads
 * the file and creates the new parts. Then it changes only what differs. Reloads run on the reload
 * thread; any thread may read the config.
 */
public final class ConfigReloader {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigReloader.class);

    private final ReloadHooks hooks;
    private final EventStream events;
    private final GatewayConfig first;
    private volatile GatewayConfig current;

    /** Creates a reloader that begins with the config of the start. */
    public ConfigReloader(ReloadHooks hooks, EventStream events, GatewayConfig first) {
        this.hooks = hooks;
        this.events = events;
        this.first = first;
        this.current = first;
    }

    /** Returns the running config. */
    public GatewayConfig current() {
        return current;
    }

    /**
     * The parts that a reload changes.
     *
     * @param platforms the running platforms
     * @param supervisors creates supervisors of new platforms
     * @param handler the handler
     * @param stateTracker the state of the handler
     * @param handlers creates handlers
     * @param dispatcher sends the answers
     * @param placement decides among several hosts which platforms run here; empty on a single host
     */
    public record Parts(
            PlatformSet platforms,
            PlatformSupervisorFactory supervisors,
            SwappableHandler handler,
            HandlerStateTracker stateTracker,
            Function<HandlerConfig, MessageHandler> handlers,
            Dispatcher dispatcher,
            Optional<PlacementLoop> placement) {

        /** Returns whether a new supervisor is needed: another host may have the platform. */
        private boolean isNeeded(PlatformConfig platform) {
            return placement.isEmpty() || platforms.running(platform.name()).isPresent();
        }
    }

    /**
     * Reads the config and applies what can be applied. Ends early when {@code loop} is stopped.
     */
    public void reload(int round, Parts parts, ReloadLoop loop) {
        events.publish(EventType.reloadStarted(round, hooks.file()));
        try {
            LoadedConfig loaded = hooks.source().read();
            ConfigDiff change = ConfigDiff.between(first, current, loaded.config());
            Prepared prepared = prepare(change, parts);
            loaded.warnings().forEach(each -> LOG.warn("{}: {}", loaded.file(), each.oneLine()));
            apply(round, change, prepared, parts, loop);
        } catch (InvalidConfigException e) {
            if (!loop.isStopped()) {
                refuse(round, e.problems());
            }
        } catch (InterruptedException e) {
            LOG.info("The reload is cancelled: the gateway stops.");
        } catch (RuntimeException | Error e) {
            LOG.error("The reload failed", e);
            refuse(round, "internal error: " + e + "; see the log");
        }
    }

    private void refuse(int round, List<ConfigProblem> problems) {
        for (ConfigProblem problem : problems) {
            LOG.error("{}: {}", hooks.file(), problem.oneLine());
        }
        int more = problems.size() - 1;
        refuse(round, problems.get(0).oneLine() + (more == 0 ? "" : " (and " + more + " more)"));
    }

    private void refuse(int round, String why) {
        events.publish(EventType.reloadRefused(round, hooks.file(), why));
    }

    private record Prepared(
            Optional<MessageHandler> handler, List<PlatformSupervisor> supervisors) {}

    private static Prepared prepare(ConfigDiff change, Parts parts) {
        List<PlatformSupervisor> made = new ArrayList<>();
        for (PlatformConfig platform : joined(change.added(), change.changed())) {
            if (parts.isNeeded(platform)) {
                made.add(parts.supervisors().create(platform));
            }
        }
        Optional<MessageHandler> handler =
                change.handler()
                        ? Optional.of(parts.handlers().apply(change.next().handler()))
                        : Optional.empty();
        return new Prepared(handler, made);
    }

    private void apply(
            int round, ConfigDiff change, Prepared prepared, Parts parts, ReloadLoop loop)
            throws InterruptedException {
        boolean level = current.logLevel() != change.next().logLevel();
        current = change.next();
        if (level) {
            hooks.logLevel().accept(current.logLevel());
        }
        if (prepared.handler().isPresent()) {
            parts.handler().replace(prepared.handler().get());
            parts.stateTracker().reset(current.handler().type());
            parts.dispatcher().handlerReplaced();
        }
        change.access().forEach(each -> parts.platforms().setAccess(each.name(), each.access()));
        movePlatforms(change, prepared.supervisors(), parts, loop);
        if (loop.isStopped()) {
            throw new InterruptedException("asked to stop");
        }
        events.publish(
                EventType.reloaded(
                        round,
                        hooks.file(),
                        names(change.added()),
                        change.removed(),
                        names(change.changed()),
                        names(change.access()),
                        Optional.of(current.handler().type()).filter(type -> change.handler()),
                        Optional.of(current.logLevel().word()).filter(word -> level),
                        change.needsRestart()));
    }

    private static void movePlatforms(
            ConfigDiff change, List<PlatformSupervisor> made, Parts parts, ReloadLoop loop)
            throws InterruptedException {
        if (parts.placement().isPresent()) {
            parts.placement()
                    .get()
                    .reload(
                            change.next().enabledPlatforms(),
                            change.removed(),
                            made,
                            loop::recordProgress);
            return;
        }
        List<String> going = new ArrayList<>(change.removed());
        change.changed().forEach(platform -> going.add(platform.name()));
        parts.platforms().replace(going, made, parts.dispatcher()::awaitSent, loop::recordProgress);
    }

    private static List<PlatformConfig> joined(
            Collection<PlatformConfig> some, Collection<PlatformConfig> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<String> names(List<PlatformConfig> platforms) {
        return platforms.stream().map(PlatformConfig::name).toList();
    }
}
