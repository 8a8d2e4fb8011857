package dev.gateway.core.warmup;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.lifecycle.StandbyWarmUp;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.token.TokenLocks;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warm-up of a gateway that stands by: loads the journal's driver and the code of the enabled
 * platforms, and runs one {@link WarmUpRun}. Decision 8 has what each step saves at a handover.
 */
public final class WarmUp implements StandbyWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final GatewayHome home;
    private final GatewayConfig config;
    private final Map<String, PlatformFactory> factories;
    private final TokenLocks tokens;
    private final HostServices machine;
    private final AtomicBoolean runDone = new AtomicBoolean();
    private final Set<String> warmTypes = ConcurrentHashMap.newKeySet();

    public WarmUp(
            GatewayHome home,
            GatewayConfig config,
            Map<String, PlatformFactory> factories,
            TokenLocks tokens,
            HostServices machine) {
        this.home = home;
        this.config = config;
        this.factories = factories;
        this.tokens = tokens;
        this.machine = machine;
    }

    @Override
    public void beforeHome() {
        JournalEngine.named(config.journal().type()).preload();
        runOnce();
        config.platforms().values().stream()
                .filter(PlatformConfig::enabled)
                .map(PlatformConfig::type)
                .forEach(this::warmUp);
    }

    @Override
    public void beforeToken(String type) {
        runOnce();
        warmUp(type);
    }

    @Override
    public void removeLeftovers() {
        WarmUpRun.removeLeftovers(home.folder());
    }

    private void runOnce() {
        if (!runDone.compareAndSet(false, true)) {
            return;
        }
        tokens.preload();
        try {
            WarmUpRun.run(machine, home.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the wait that follows sees it
        }
    }

    private void warmUp(String type) {
        if (!warmTypes.add(type)) {
            return;
        }
        PlatformFactory factory = factories.get(type);
        try {
            factory.warmUp();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} could not be loaded ahead: {}", factory.displayName(), e.toString());
        }
    }
}
