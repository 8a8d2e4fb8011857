package dev.gateway.core.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.ProcessIdentity;
import java.util.Optional;

/** The {@code instance} part of a status, seen by another process. */
final class InstanceJson {

    private InstanceJson() {}

    static ObjectNode of(InstanceView view) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "lock",
                switch (view.lock().state()) {
                    case HELD, BLOCKED -> "held";
                    case FREE -> "free";
                    case UNKNOWN -> null;
                });
        json.put("lock_holder_pid", holder(view).orElse(null));
        json.put("pid_file", view.pidFile().wireName());
        json.put("reason", view.pidFile().staleReason());
        return json;
    }

    /**
     * Returns the PID of the lock's holder; a program that keeps gateways out holds the lock too.
     */
    private static Optional<Long> holder(InstanceView view) {
        return view.lock() instanceof LockStatus.Blocked blocked
                ? blocked.pid()
                : view.holder().map(ProcessIdentity::pid);
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
