package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.platform.PlatformState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listener that writes the lifecycle into the log, in sentences. */
public final class EventLogger implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger("gateway");
    private static final Set<String> TROUBLE =
            Stream.of(
                            PlatformState.RETRYING,
                            PlatformState.EXPIRED,
                            PlatformState.REJECTED,
                            PlatformState.WAITING_FOR_TOKEN,
                            PlatformState.ABANDONED)
                    .map(PlatformState::wireName)
                    .collect(Collectors.toUnmodifiableSet());

    private static final List<EventField> CHANGES =
            List.of(
                    EventField.ADDED,
                    EventField.REMOVED,
                    EventField.RECONNECTED,
                    EventField.ACCESS,
                    EventField.HANDLER,
                    EventField.LOG_LEVEL);

    @Override
    public void on(LifecycleEvent event) {
        switch (event.type()) {
            case STANDBY -> LOG.info("Standing by; loaded and ready to take over.");
            case LOCK_ACQUIRED -> LOG.info("Home obtained (PID {}).", event.pid());
            case STATE_CHANGED -> LOG.info("Gateway is {}.", event.text(EventField.STATE));
            case PLATFORM_STATE_CHANGED -> platform(event);
            case TOKEN_ACQUIRED ->
                    LOG.debug(
                            "{}: token {} obtained.",
                            event.text(EventField.PLATFORM),
                            event.text(EventField.TOKEN));
            case PAIRING_REQUESTED ->
                    LOG.info(
                            "{}: a stranger was answered with a pairing code; see 'gateway pairing"
                                    + " list'.",
                            event.text(EventField.PLATFORM));
            case RELOAD_STARTED -> LOG.info("Reading {} again.", event.text(EventField.FILE));
            case RELOADED -> reloaded(event);
            case RELOAD_REFUSED ->
                    LOG.error(
                            "{} is not applied, nothing is changed: {}",
                            event.text(EventField.FILE),
                            event.text(EventField.ERROR));
            case LOOP_FAILING -> LOG.error("A loop fails: {}", event.text(EventField.ERROR));
            case LOOP_RECOVERED -> LOG.info("All loops do their work again.");
            case STOP_REQUESTED ->
                    LOG.info(
                            "Stopping ({}), within {} ms.",
                            event.text(EventField.REASON),
                            event.number(EventField.BUDGET_MS));
            case STOP_SHORTENED -> LOG.info("Second stop request: shutting down at once.");
            case WATCHDOG_FIRED -> LOG.error("The watchdog ends this process.");
            case STOPPED -> LOG.info("Stopped.");
            default -> LOG.debug("{} {}", event.type().wireName(), event.fields());
        }
    }

    private static void reloaded(LifecycleEvent event) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (EventField field : CHANGES) {
            if (event.has(field)) {
                changes.put(field.wireName(), event.text(field));
            }
        }
        LOG.info("Config applied: {}.", changes.isEmpty() ? "nothing to change" : changes);
        if (event.has(EventField.NEEDS_RESTART)) {
            LOG.warn("Not before a restart: {}.", event.text(EventField.NEEDS_RESTART));
        }
    }

    private static void platform(LifecycleEvent event) {
        String name = event.text(EventField.PLATFORM);
        String type = event.text(EventField.TYPE);
        String state = event.text(EventField.STATE);
        if (TROUBLE.contains(state)) {
            LOG.warn("{} ({}): {}: {}", name, type, state, event.text(EventField.ERROR));
        } else {
            LOG.info("{} ({}): {}", name, type, state);
        }
    }
}
