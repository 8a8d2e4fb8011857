package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The complete content of {@code status} at one moment.
 *
 * @param state the state of the gateway
 * @param error the problem of the gateway itself, in one line
 * @param process the process of the gateway; empty if none runs
 * @param home its folder
 * @param startedAt the time at which it acquired the home
 * @param version the version of the program
 * @param instance lock and PID file
 * @param platforms in the order of the config
 * @param handler the state of the handler
 * @param messages the number of messages in each state
 * @param oldestPending the time at which the oldest message that waits for a handler was accepted
 * @param outgoing the processes that have passed this home on and finish their messages
 * @param supervisor the service manager that started it
 * @param cluster its place in a cluster; empty on a single host
 */
public record StatusSnapshot(
        GatewayState state,
        Optional<String> error,
        Optional<ProcessIdentity> process,
        String home,
        Optional<Instant> startedAt,
        Optional<String> version,
        InstanceFacts instance,
        List<PlatformStatus> platforms,
        HandlerStatus handler,
        MessageCounts messages,
        Optional<Instant> oldestPending,
        List<OutgoingProcess> outgoing,
        Optional<ServiceManagerInfo> supervisor,
        Optional<ClusterStatus> cluster) {

    /** Creates the status of a single host. */
    public StatusSnapshot(
            GatewayState state,
            Optional<String> error,
            Optional<ProcessIdentity> process,
            String home,
            Optional<Instant> startedAt,
            Optional<String> version,
            InstanceFacts instance,
            List<PlatformStatus> platforms,
            HandlerStatus handler,
            MessageCounts messages,
            Optional<Instant> oldestPending,
            List<OutgoingProcess> outgoing,
            Optional<ServiceManagerInfo> supervisor) {
        this(
                state,
                error,
                process,
                home,
                startedAt,
                version,
                instance,
                platforms,
                handler,
                messages,
                oldestPending,
                outgoing,
                supervisor,
                Optional.empty());
    }

    /**
     * Lock and PID file, in the terms of the JSON.
     *
     * @param lock held or free
     * @param lockHolderPid the holder of the lock
     * @param pidFile absent, live or stale
     * @param reason the reason why the PID file is stale
     */
    public record InstanceFacts(
            String lock, Optional<Long> lockHolderPid, String pidFile, Optional<String> reason) {}

    /**
     * Returns the JSON of {@code status --json} and {@code state.json}. On a single host it has
     * neither {@code cluster} nor {@code holder}.
     */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("state", state.wireName());
        node.put("error", error.orElse(null));
        node.put("pid", process.map(ProcessIdentity::pid).orElse(null));
        // Distinguishes this process from another one that had the same PID.
        node.put(
                "start_time",
                process.flatMap(one -> one.startTicks().stream().boxed().findFirst()).orElse(null));
        node.put("home", home);
        node.put("started_at", startedAt.map(StatusSnapshot::text).orElse(null));
        node.put("version", version.orElse(null));
        node.putObject("instance")
                .put("lock", instance.lock())
                .put("lock_holder_pid", instance.lockHolderPid().orElse(null))
                .put("pid_file", instance.pidFile())
                .put("reason", instance.reason().orElse(null));
        ObjectNode all = node.putObject("platforms");
        platforms.forEach(platform -> all.set(platform.name(), json(platform)));
        node.putObject("handler")
                .put("type", handler.type())
                .put("state", handler.state().wireName())
                .put("since", text(handler.since()))
                .put("last_answer_at", handler.lastAnswer().map(StatusSnapshot::text).orElse(null))
                .put("error", handler.error().orElse(null));
        node.putObject("messages")
                .put("pending", messages.pending())
                .put("in_flight", messages.inFlight())
                .put("handled", messages.handled())
                .put("failed", messages.failed())
                .put("outbox", messages.outbox())
                .put("refused", messages.refused())
                .put("oldest_pending_at", oldestPending.map(StatusSnapshot::text).orElse(null));
        node.set("outgoing", OutgoingProcess.toJson(outgoing));
        cluster.ifPresent(place -> node.set("cluster", place.toJson()));
        node.set(
                "supervisor",
                supervisor
                        .<JsonNode>map(
                                s ->
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("kind", s.kind())
                                                .put("unit", s.unit()))
                        .orElse(JsonNodeFactory.instance.nullNode()));
        return node;
    }

    private static ObjectNode json(PlatformStatus platform) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", platform.type())
                        .put("state", platform.state().wireName())
                        .put("since", text(platform.since()))
                        .put(
                                "last_contact_at",
                                platform.lastContact().map(StatusSnapshot::text).orElse(null))
                        .put("token_holder_pid", platform.tokenHolderPid().orElse(null))
                        .put("error", platform.error().orElse(null));
        platform.holder().ifPresent(holder -> node.set("holder", holder.toJson()));
        return node;
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
