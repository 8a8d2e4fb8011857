package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.terminal.Quantity;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
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

    /**
     * True if an old process may be about to let its tokens go: that they are held is no trouble.
     */
    private volatile boolean tookOver;

    @Override
    public void on(LifecycleEvent event) {
        switch (event.type()) {
            case STANDBY -> {
                tookOver = true;
                LOG.info("Standing by; loaded and ready to take over.");
            }
            case LOCK_ACQUIRED -> LOG.info("Home obtained (PID {}).", event.pid());
            case STATE_CHANGED -> LOG.info("Gateway is {}.", event.text(EventField.STATE));
            case HANDOVER_STARTED ->
                    LOG.info("Passing the home on to {}.", process(event, EventField.SUCCESSOR));
            case HANDOVER_FAILED ->
                    LOG.warn(
                            "The home was not passed on, this gateway goes on: {}",
                            event.text(EventField.REASON));
            case OUTGOING ->
                    LOG.info(
                            "Home and tokens are passed on; {} in flight to finish, within {}.",
                            Quantity.of(event.number(EventField.IN_FLIGHT), "message"),
                            DurationFormat.rounded(
                                    Duration.ofMillis(event.number(EventField.ENDS_WITHIN_MS))));
            case SESSION_RECOVERED ->
                    LOG.info(
                            "Queued again what a dead process held: {}, {}.",
                            Quantity.of(event.number(EventField.REQUEUED), "message"),
                            Quantity.of(event.number(EventField.RESENDING), "answer"));
            case OUTGOING_ENDED -> outgoingEnded(event);
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

    private static void outgoingEnded(LifecycleEvent event) {
        String process = process(event, EventField.OLD_PID);
        switch (event.text(EventField.HOW)) {
            case "ended" -> LOG.info("The old gateway ({}) has finished and ended.", process);
            case "killed" ->
                    LOG.warn(
                            "The old gateway ({}) outlived its time and was killed; what it had in"
                                    + " flight is handled again.",
                            process);
            default ->
                    LOG.warn(
                            "The old gateway ({}) died; what it had in flight is handled again.",
                            process);
        }
    }

    private static String process(LifecycleEvent event, EventField field) {
        return event.has(field) ? "PID " + event.number(field) : "unknown PID";
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

    private void platform(LifecycleEvent event) {
        String name = event.text(EventField.PLATFORM);
        String type = event.text(EventField.TYPE);
        String state = event.text(EventField.STATE);
        boolean passesOn = tookOver && state.equals(PlatformState.WAITING_FOR_TOKEN.wireName());
        if (TROUBLE.contains(state) && !passesOn) {
            LOG.warn("{} ({}): {}: {}", name, type, state, event.text(EventField.ERROR));
        } else {
            LOG.info("{} ({}): {}", name, type, state);
        }
    }
}
