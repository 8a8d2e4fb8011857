package dev.gateway.core.lifecycle;

import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the lifecycle to the log, in sentences. */
public final class EventLog implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger("gateway");
    private static final Set<String> TROUBLE =
            Set.of("retrying", "expired", "rejected", "waiting_for_token", "abandoned");

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
