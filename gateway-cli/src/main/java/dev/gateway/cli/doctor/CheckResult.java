package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param check what it is about, one word
 * @param status whether it is as it should be
 * @param text what was found, one line
 * @param next what to do about it; empty if nothing
 */
public record CheckResult(String check, Status status, String text, Optional<String> next) {

    /** Whether something is as it should be. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Not as it should be: the exit code is 1. */
        FAILED,
        /** Not asked, or neither good nor bad. */
        SKIPPED
    }

    /** As it should be. */
    public static CheckResult ok(String check, String text) {
        return new CheckResult(check, Status.OK, text, Optional.empty());
    }

    /** Not as it should be, and the next step. */
    public static CheckResult failed(String check, String text, String next) {
        return new CheckResult(check, Status.FAILED, text, Optional.of(next));
    }

    /** Worth knowing, or not asked. */
    public static CheckResult skipped(String check, String text) {
        return new CheckResult(check, Status.SKIPPED, text, Optional.empty());
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("check", check);
        switch (status) {
            case OK -> node.put("ok", true);
            case FAILED -> node.put("ok", false);
            case SKIPPED -> node.putNull("ok");
        }
        return node.put("text", text).put("next", next.orElse(null));
    }
}
