package dev.gateway.core.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;

/** The {@code instance} part of a status, seen from outside. */
final class InstanceFactsJson {

    private InstanceFactsJson() {}

    static ObjectNode of(InstanceView view) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("lock", view.lock().isHeld() ? "held" : "free");
        if (view.lock() instanceof LockStatus.HeldBy held) {
            json.put("lock_holder_pid", held.pid());
        } else {
            json.putNull("lock_holder_pid");
        }
        json.put("pid_file", view.pidFile().wireName());
        json.put("reason", view.pidFile().staleReason());
        return json;
    }

    static ObjectNode unknown() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putNull("lock");
        json.putNull("lock_holder_pid");
        json.putNull("pid_file");
        json.putNull("reason");
        return json;
    }
}
