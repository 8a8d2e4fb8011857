package dev.gateway.cli.control;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.terminal.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words for the events that a start, stop or restart shows, one event after the other. While a
 * home passes on, each platform is one line: the time for which it was not polled. Not thread-safe.
 */
final class PhaseText {

    /** States that a platform goes through when it passes from one process to the next. */
    private static final List<String> PASSING =
            List.of(
                    PlatformState.CONNECTING.wireName(),
                    PlatformState.WAITING_FOR_TOKEN.wireName(),
                    PlatformState.CONNECTED.wireName(),
                    PlatformState.DISCONNECTING.wireName(),
                    PlatformState.DISCONNECTED.wireName());

    /** States that both processes go through then. */
    private static final List<String> OF_BOTH =
            List.of(
                    GatewayState.DRAINING.wireName(),
                    GatewayState.STOPPING.wireName(),
                    GatewayState.DEGRADED.wireName());

    private final Map<String, Long> ended = new HashMap<>();
    private boolean passing;

    /** Returns the words; empty for an event that is not shown. */
    Optional<String> of(RecordedEvent event) {
        return event.type()
                .map(
                        type -> {
                            note(type, event);
                            return passing ? whilePassing(type, event) : describe(type, event);
                        });
    }

    private void note(EventType type, RecordedEvent event) {
        switch (type) {
            case HANDOVER_STARTED -> passing = true;
            case HANDOVER_FAILED -> passing = false;
            case INTAKE_ENDED -> ended.put(event.text(EventField.PLATFORM), event.monoNanos());
            default -> {
                // Changes nothing.
            }
        }
    }

    /** Returns null for an event that is not shown. */
    private String whilePassing(EventType type, RecordedEvent event) {
        String state = event.text(EventField.STATE);
        String platform = event.text(EventField.PLATFORM);
        return switch (type) {
            case TOKEN_WAITING, INTAKE_STOPPED -> null;
            case PLATFORM_STATE_CHANGED -> PASSING.contains(state) ? null : describe(type, event);
            case STATE_CHANGED -> OF_BOTH.contains(state) ? null : describe(type, event);
            case POLLING -> {
                Long last = ended.remove(platform);
                yield last == null
                        ? null
                        : "%s: passed on, not polled for %d ms"
                                .formatted(
                                        platform,
                                        Math.max(0, (event.monoNanos() - last) / 1_000_000));
            }
            case DRAIN_FINISHED ->
                    event.flag(EventField.COMPLETE)
                            ? "messages in flight finished"
                            : "messages in flight left to the successor";
            default -> describe(type, event);
        };
    }

    /** Returns null for an event that is not shown. */
    private static String describe(EventType type, RecordedEvent event) {
        String platform = event.text(EventField.PLATFORM);
        return switch (type) {
            case STANDBY -> "successor loaded, stands by";
            case LOCK_ACQUIRED -> "home obtained";
            case STALE_PID_FILE_RECOVERED ->
                    "stale PID file recovered (" + event.text(EventField.REASON) + ")";
            case TOKEN_WAITING -> platform + ": token in use, waiting for it";
            case PLATFORM_STATE_CHANGED ->
                    platform
                            + ": "
                            + event.text(EventField.STATE)
                            + (event.has(EventField.ERROR)
                                    ? " (" + event.text(EventField.ERROR) + ")"
                                    : "");
            case PLATFORM_ABANDONED -> platform + ": did not let go, abandoned";
            case STOP_REQUESTED ->
                    "stopping, within "
                            + event.number(EventField.BUDGET_MS) / 1000
                            + " s (drain, disconnect, finish)";
            case INTAKE_STOPPED -> "takes nothing new";
            case HANDOVER_STARTED -> "passes the home on";
            case HANDOVER_FAILED -> "home not passed on, goes on: " + event.text(EventField.REASON);
            case OUTGOING ->
                    event.number(EventField.IN_FLIGHT) == 0
                            ? "passed on"
                            : "passed on; finishes "
                                    + Quantity.of(event.number(EventField.IN_FLIGHT), "message");
            case DRAIN_FINISHED ->
                    event.flag(EventField.COMPLETE)
                            ? "messages in flight finished"
                            : "messages in flight kept for the next start";
            case PLATFORMS_DISCONNECTED -> "platforms let go";
            case STATE_CHANGED -> "gateway " + event.text(EventField.STATE);
            case RELOAD_STARTED -> "reads its config again";
            case WATCHDOG_FIRED -> "past its budget: the watchdog ends it";
            default -> null;
        };
    }
}
