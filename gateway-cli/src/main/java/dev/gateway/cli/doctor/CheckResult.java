package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One result of a check.
 *
 * @param check the subject in one word
 * @param status the outcome
 * @param text the finding in one line
 * @param next the next step; empty if there is none
 */
public record CheckResult(String check, Status status, String text, Optional<String> next) {

    /** The outcome of a check. */
    public enum Status {
        /** In order. */
        OK,
        /** A problem: the exit code is 1. */
        FAILED,
        /** In order if it is meant so: the exit code is not affected. */
        WARNING,
        /** Not checked, or neither good nor bad. */
        SKIPPED
    }

    /** Returns a good result. */
    public static CheckResult ok(String check, String text) {
        return new CheckResult(check, Status.OK, text, Optional.empty());
    }

    /** Returns a problem and the next step. */
    public static CheckResult failed(String check, String text, String next) {
        return new CheckResult(check, Status.FAILED, text, Optional.of(next));
    }

    /** Returns a finding that is in order only if it is meant, and what to do otherwise. */
    public static CheckResult warning(String check, String text, String next) {
        return new CheckResult(check, Status.WARNING, text, Optional.of(next));
    }

    /** Returns a finding that is neither good nor bad, or was not checked. */
    public static CheckResult skipped(String check, String text) {
        return new CheckResult(check, Status.SKIPPED, text, Optional.empty());
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("check", check);
        switch (status) {
            case OK -> node.put("ok", true);
            case FAILED -> node.put("ok", false);
            case WARNING, SKIPPED -> node.putNull("ok");
        }
        return node.put("text", text).put("next", next.orElse(null));
    }
}
