package dev.gateway.core.warmup;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.platform.PlatformFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What takes time and needs neither the home nor a token: done by whoever has to wait for one, so
 * that it polls at once when its turn comes. Each thing once. Thread-safe; nobody waits for what
 * another thread is doing.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final GatewaySetup setup;
    private final AtomicBoolean rehearsed = new AtomicBoolean();
    private final Set<String> warm = ConcurrentHashMap.newKeySet();

    public WarmUp(GatewaySetup setup) {
        this.setup = setup;
    }

    /** Before waiting for the home. */
    public void forHome() {
        SqliteJournal.preload();
        rehearse();
        setup.config().platforms().values().stream()
                .filter(PlatformConfig::enabled)
                .map(PlatformConfig::type)
                .forEach(this::warmUp);
    }

    /** Before waiting for the token of a platform of this type. */
    public void forToken(String type) {
        rehearse();
        warmUp(type);
    }

    private void rehearse() {
        if (!rehearsed.compareAndSet(false, true)) {
            return;
        }
        setup.tokens().preload();
        try {
            WarmUpRun.play(setup.machine(), setup.home().folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // seen by the wait that comes now
        }
    }

    private void warmUp(String type) {
        if (!warm.add(type)) {
            return;
        }
        PlatformFactory factory = setup.factories().get(type);
        try {
            factory.warmUp();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} could not be loaded ahead: {}", factory.displayName(), e.toString());
        }
    }
}
