package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.instance.SavedState;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a home as seen by another process: from the kernel's lock, the PID file, and the
 * last {@code state.json}. Read-only.
 */
public final class StatusReader {

    /** The maximum age of the state of a running gateway, which writes it every few seconds. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;

    /** Creates a reader of the status of {@code home}. */
    public StatusReader(GatewayHome home, ProcessProbe probe, LockHolders holders) {
        this.home = home;
        this.probe = probe;
        this.holders = holders;
    }

    /**
     * A status with the exit code that init scripts expect (LSB): 0 running, 1 dead but with a PID
     * file, 3 not running, 4 unknown.
     *
     * @param status the status
     * @param exit the code
     * @param disagree whether the PID file names another live process than the holder of the lock
     */
    public record Report(RecordedStatus status, int exit, boolean disagree) {

        private Report(ObjectNode json, int exit, boolean disagree) {
            this(new RecordedStatus(json), exit, disagree);
        }

        /** Returns the status in the shape of {@code status --json}. */
        public JsonNode json() {
            return status.json();
        }
    }

    /** Returns the present status. */
    public Report read() {
        InstanceView view = InstanceView.of(home, probe, holders);
        Optional<SavedState> saved = SavedState.read(home);
        // The holder told it some time ago; the kernel tells it as it is, also if no holder is
        // left.
        List<OutgoingProcess> outgoing = OutgoingProcess.of(home.sessions(), probe);
        Report report =
                switch (view.lock().state()) {
                    case UNKNOWN ->
                            new Report(
                                    blank(GatewayState.UNKNOWN, InstanceJson.unknown()), 4, false);
                    case HELD ->
                            new Report(
                                    running(view, saved, InstanceJson.of(view)),
                                    0,
                                    view.isContradictory());
                    case BLOCKED, FREE -> ended(view, saved, InstanceJson.of(view), outgoing);
                };
        if (report.json() instanceof ObjectNode json) {
            json.set("outgoing", OutgoingProcess.toJson(outgoing));
        }
        return report;
    }

    private Report ended(
            InstanceView view,
            Optional<SavedState> saved,
            ObjectNode instance,
            List<OutgoingProcess> outgoing) {
        ObjectNode json = stopped(saved.map(SavedState::json), instance);
        if (view.pidFile() instanceof PidFileStatus.Live live
                // One that has passed the home on is known to live without the lock.
                && outgoing.stream()
                        .noneMatch(each -> each.pid() == live.record().process().pid())) {
            json.put(
                    "state",
                    GatewayState.UNKNOWN.wireName()); // A live process that does not hold the lock.
            return new Report(json, 4, false);
        }
        return new Report(json, view.pidFile() instanceof PidFileStatus.Absent ? 3 : 1, false);
    }

    private ObjectNode running(InstanceView view, Optional<SavedState> saved, ObjectNode instance) {
        Optional<Long> pid = view.namedPid();
        if (saved.filter(state -> isItsOwn(state, view)).isEmpty()) {
            // It has either just begun, or is about to end.
            boolean ending =
                    view.lock() instanceof LockStatus.HeldBy
                            && view.pidFile() instanceof PidFileStatus.Absent
                            && saved.filter(state -> isStopped(state.json())).isPresent();
            GatewayState unsaved = ending ? GatewayState.STOPPING : GatewayState.STARTING;
            GatewayState state = SavedState.isDenied(home) ? GatewayState.UNKNOWN : unsaved;
            ObjectNode json = blank(state, instance);
            json.put("pid", pid.orElse(null));
            return json;
        }
        ObjectNode json = saved.get().json();
        if (pid.isPresent()) {
            json.put("pid", pid.get()); // The PID as this process sees it.
        } else if (view.foreign()) {
            json.putNull(
                    "pid"); // The gateway's own PID, in a PID namespace that is not the caller's.
        }
        json.set("instance", instance);
        saved.get()
                .age(System.nanoTime())
                .filter(age -> age.compareTo(FRESH) > 0)
                .filter(
                        age ->
                                new RecordedStatus(json)
                                        .isIn(
                                                GatewayState.RUNNING,
                                                GatewayState.DEGRADED,
                                                GatewayState.STANDBY))
                .ifPresent(
                        age -> {
                            json.put("state", GatewayState.UNKNOWN.wireName());
                            json.put(
                                    "error",
                                    "it has written nothing for %d s; see 'gateway logs'"
                                            .formatted(age.toSeconds()));
                        });
        return json;
    }

    /**
     * Returns whether the holder of the lock wrote the state. The PID file identifies a holder that
     * is out of sight; without one no fact contradicts it.
     */
    private boolean isItsOwn(SavedState saved, InstanceView view) {
        if (view.holder().isPresent()) {
            return saved.isOf(view.holder().get(), probe);
        }
        return !(view.pidFile() instanceof PidFileStatus.Live live) || saved.isOf(live.record());
    }

    private ObjectNode stopped(Optional<ObjectNode> saved, ObjectNode instance) {
        if (saved.isEmpty()) {
            return blank(GatewayState.STOPPED, instance);
        }
        ObjectNode json = saved.get();
        if (!isStopped(json)) {
            json.put("state", GatewayState.FAILED.wireName()); // It ended without writing so.
        }
        json.putNull("pid");
        json.remove("cluster"); // A process that has ended is registered nowhere.
        json.set("instance", instance);
        if (json.path("handler") instanceof ObjectNode handler) {
            handler.put("state", HandlerState.UNKNOWN.wireName()); // Unknown until the next start.
        }
        for (Map.Entry<String, JsonNode> platform : json.path("platforms").properties()) {
            if (platform.getValue() instanceof ObjectNode values
                    && !values.path("state").asText().equals(PlatformState.DISABLED.wireName())) {
                values.put("state", PlatformState.DISCONNECTED.wireName());
                values.putNull("token_holder_pid");
                values.remove("holder");
            }
        }
        return json;
    }

    private static boolean isStopped(ObjectNode json) {
        return new RecordedStatus(json).isIn(GatewayState.STOPPED);
    }

    private ObjectNode blank(GatewayState state, ObjectNode instance) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("state", state.wireName());
        json.putNull("error");
        json.putNull("pid");
        json.put("home", home.toString());
        json.putNull("started_at");
        json.putNull("version");
        json.set("instance", instance);
        json.putObject("platforms");
        json.putObject("handler")
                .putNull("type")
                .put("state", HandlerState.UNKNOWN.wireName())
                .putNull("since")
                .putNull("last_answer_at")
                .putNull("error");
        json.putObject("messages")
                .put("pending", 0)
                .put("in_flight", 0)
                .put("handled", 0)
                .put("failed", 0)
                .put("outbox", 0)
                .put("refused", 0)
                .putNull("oldest_pending_at");
        json.putArray("outgoing");
        json.putNull("supervisor");
        return json;
    }
}
