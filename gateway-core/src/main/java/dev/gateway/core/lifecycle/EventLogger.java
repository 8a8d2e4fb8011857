package dev.gateway.core.lifecycle;

import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the lifecycle to the log, in sentences. */
public final class EventLogger implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger("gateway");
    private static final Set<String> TROUBLE =
            Set.of("retrying", "expired", "rejected", "waiting_for_token", "abandoned");

    private static final Set<String> CHANGES =
            Set.of("added", "removed", "reconnected", "handler", "log_level");

    @Override
    public void on(LifecycleEvent event) {
        Map<String, Object> fields = event.fields();
        switch (event.type()) {
            case STANDBY -> LOG.info("Standing by; loaded and ready to take over.");
            case LOCK_ACQUIRED -> LOG.info("Home obtained (PID {}).", event.pid());
            case STATE_CHANGED -> LOG.info("Gateway is {}.", fields.get("state"));
            case PLATFORM_STATE_CHANGED -> platform(fields);
            case TOKEN_ACQUIRED ->
                    LOG.debug(
                            "{}: token {} obtained.", fields.get("platform"), fields.get("token"));
            case RELOAD_STARTED -> LOG.info("Reading {} again.", fields.get("file"));
            case RELOADED -> reloaded(fields);
            case RELOAD_REFUSED ->
                    LOG.error(
                            "{} is not applied, nothing is changed: {}",
                            fields.get("file"),
                            fields.get("error"));
            case LOOP_FAILING -> LOG.error("A loop fails: {}", fields.get("error"));
            case LOOP_RECOVERED -> LOG.info("All loops do their work again.");
            case STOP_REQUESTED ->
                    LOG.info(
                            "Stopping ({}), within {} ms.",
                            fields.get("reason"),
                            fields.get("budget_ms"));
            case STOP_SHORTENED -> LOG.info("Asked again: no more patience.");
            case WATCHDOG_FIRED -> LOG.error("The watchdog ends this process.");
            case STOPPED -> LOG.info("Stopped.");
            default -> LOG.debug("{} {}", event.type().wireName(), fields);
        }
    }

    private static void reloaded(Map<String, Object> fields) {
        Map<String, Object> changes = new LinkedHashMap<>(fields);
        changes.keySet().retainAll(CHANGES);
        LOG.info("Config applied: {}.", changes.isEmpty() ? "nothing to change" : changes);
        if (fields.containsKey("needs_restart")) {
            LOG.warn("Not before a restart: {}.", fields.get("needs_restart"));
        }
    }

    private static void platform(Map<String, Object> fields) {
        Object error = fields.get("error");
        if (TROUBLE.contains(fields.get("state"))) {
            LOG.warn(
                    "{} ({}): {}: {}",
                    fields.get("platform"),
                    fields.get("type"),
                    fields.get("state"),
                    error);
        } else {
            LOG.info(
                    "{} ({}): {}", fields.get("platform"), fields.get("type"), fields.get("state"));
        }
    }
}
