package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A status read from JSON: the counterpart of {@link StatusSnapshot#toJson}. Another version of the
 * gateway may have written it, or an editor: a state may be unknown and any field may be absent, so
 * states and times are returned as they were written.
 *
 * @param json the status, in the shape of {@code status --json}
 */
public record RecordedStatus(JsonNode json) {

    private static final String UNKNOWN = "unknown";
    private static final Map<String, PlatformState> PLATFORM_STATES =
            Stream.of(PlatformState.values())
                    .collect(Collectors.toUnmodifiableMap(PlatformState::wireName, each -> each));

    /** Returns the state of the gateway, as it was written. */
    public String state() {
        return json.path("state").asText(UNKNOWN);
    }

    /** Returns whether the gateway is in one of {@code states}. */
    public boolean isIn(GatewayState... states) {
        String state = state();
        return List.of(states).stream().anyMatch(each -> each.wireName().equals(state));
    }

    /** Returns the error of the gateway itself. */
    public Optional<String> error() {
        return text(json, "error");
    }

    /** Returns the PID of the gateway; empty if none runs or its PID has no meaning here. */
    public Optional<Long> pid() {
        return number(json, "pid");
    }

    /** Returns the path of the home. */
    public String home() {
        return json.path("home").asText();
    }

    /** Returns the time of the start. */
    public Optional<String> startedAt() {
        return text(json, "started_at");
    }

    /** Returns the version of the gateway. */
    public Optional<String> version() {
        return text(json, "version");
    }

    /** Returns the service manager and its unit, separated by a space. */
    public Optional<String> serviceManager() {
        JsonNode manager = json.path("supervisor");
        return text(manager, "kind")
                .map(kind -> (kind + " " + manager.path("unit").asText()).stripTrailing());
    }

    /** Returns the lock on the home: held or free; empty if that cannot be determined. */
    public Optional<String> lock() {
        return text(json.path("instance"), "lock");
    }

    /** Returns whether a process holds the lock on the home. */
    public boolean isLocked() {
        return lock().filter("held"::equals).isPresent();
    }

    /** Returns the PID of the holder of the lock. */
    public Optional<Long> lockHolderPid() {
        return number(json.path("instance"), "lock_holder_pid");
    }

    /** Returns the PID file: absent, live or stale. */
    public Optional<String> pidFile() {
        return text(json.path("instance"), "pid_file");
    }

    /** Returns the reason why the PID file is stale. */
    public Optional<String> staleReason() {
        return text(json.path("instance"), "reason");
    }

    /** Returns the handler. */
    public Handler handler() {
        return new Handler(json.path("handler"));
    }

    /** Returns the platforms, in the order of the file. */
    public List<Platform> platforms() {
        return json.path("platforms").properties().stream()
                .map(entry -> new Platform(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the platform with the name {@code account}. */
    public Optional<Platform> platform(String account) {
        JsonNode platform = json.path("platforms").path(account);
        return platform.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Platform(account, platform));
    }

    /** Returns the numbers of messages. */
    public MessageCounts messages() {
        JsonNode messages = json.path("messages");
        return new MessageCounts(
                messages.path("pending").asLong(),
                messages.path("in_flight").asLong(),
                messages.path("handled").asLong(),
                messages.path("failed").asLong(),
                messages.path("outbox").asLong(),
                messages.path("refused").asLong());
    }

    /**
     * The handler in a status.
     *
     * @param json its object, or a missing node
     */
    public record Handler(JsonNode json) {

        /** Returns the type of the handler. */
        public Optional<String> type() {
            return text(json, "type");
        }

        /** Returns the state of the handler, as it was written. */
        public String state() {
            return json.path("state").asText(UNKNOWN);
        }

        /** Returns whether the handler is in {@code state}. */
        public boolean is(HandlerState state) {
            return state().equals(state.wireName());
        }

        /** Returns the time since which the state lasts. */
        public Optional<String> since() {
            return text(json, "since");
        }

        /** Returns the time of the last answer. */
        public Optional<String> lastAnswerAt() {
            return text(json, "last_answer_at");
        }

        /** Returns the reason for a bad state. */
        public Optional<String> error() {
            return text(json, "error");
        }
    }

    /**
     * A platform in a status.
     *
     * @param name the account
     * @param json its object
     */
    public record Platform(String name, JsonNode json) {

        /** Returns the type of the platform. */
        public String type() {
            return json.path("type").asText();
        }

        /** Returns the state of the platform, as it was written. */
        public String state() {
            return json.path("state").asText();
        }

        /** Returns the state of the platform; empty if this version does not know it. */
        public Optional<PlatformState> knownState() {
            return Optional.ofNullable(PLATFORM_STATES.get(state()));
        }

        /** Returns whether the platform is in {@code state}. */
        public boolean is(PlatformState state) {
            return state().equals(state.wireName());
        }

        /** Returns the time since which the state lasts. */
        public Optional<String> since() {
            return text(json, "since");
        }

        /** Returns the time of the last successful poll or pong. */
        public Optional<String> lastContactAt() {
            return text(json, "last_contact_at");
        }

        /** Returns the reason why the platform is not connected. */
        public Optional<String> error() {
            return text(json, "error");
        }

        /** Returns the process that holds the account in a cluster. */
        public Optional<AccountHolder> holder() {
            return AccountHolder.fromJson(json.path("holder"));
        }
    }

    /** Returns the place in the cluster; empty on a single host. */
    public Optional<ClusterStatus> cluster() {
        return ClusterStatus.fromJson(json.path("cluster"));
    }

    /** Returns the processes that have passed this home on and finish their messages. */
    public List<OutgoingProcess> outgoing() {
        return OutgoingProcess.fromJson(json.path("outgoing"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private static Optional<Long> number(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asLong()) : Optional.empty();
    }
}
