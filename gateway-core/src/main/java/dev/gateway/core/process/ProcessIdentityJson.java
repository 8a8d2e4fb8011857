package dev.gateway.core.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON codec of process identities, inside records of several kinds. */
public final class ProcessIdentityJson {

    private ProcessIdentityJson() {}

    /** Puts the parts of {@code process} into {@code node}; unknown ones as null. */
    public static void put(ObjectNode node, ProcessIdentity process) {
        node.put("pid", process.pid());
        if (process.startTicks().isPresent()) {
            node.put("start_time", process.startTicks().getAsLong());
        } else {
            node.putNull("start_time");
        }
        node.put("boot_id", process.bootId().orElse(null));
        node.put("pid_namespace", process.pidNamespace().orElse(null));
    }

    /** Returns the process that {@code node} names; empty if it names none. */
    public static Optional<ProcessIdentity> read(JsonNode node) {
        JsonNode pid = node.path("pid");
        if (!pid.isIntegralNumber() || !pid.canConvertToLong() || pid.longValue() <= 0) {
            return Optional.empty();
        }
        JsonNode ticks = node.path("start_time");
        return Optional.of(
                new ProcessIdentity(
                        pid.longValue(),
                        ticks.isIntegralNumber() && ticks.canConvertToLong()
                                ? OptionalLong.of(ticks.longValue())
                                : OptionalLong.empty(),
                        text(node, "boot_id"),
                        text(node, "pid_namespace")));
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
