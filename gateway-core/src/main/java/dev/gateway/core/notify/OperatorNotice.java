package dev.gateway.core.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is told to the operator.
 *
 * @param at when
 * @param home of the gateway
 * @param subject what it is about: {@code gateway}, {@code handler} or {@code platform}
 * @param name of the platform; empty for the others
 * @param good whether it is well again
 * @param state where the subject stands
 * @param error why, if that is known
 */
public record OperatorNotice(
        Instant at,
        String home,
        String subject,
        Optional<String> name,
        boolean good,
        String state,
        Optional<String> error) {

    /** Returns it for programs. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", at.toString());
        json.put("home", home);
        json.put("subject", subject);
        json.put("name", name.orElse(null));
        json.put("good", good);
        json.put("state", state);
        json.put("error", error.orElse(null));
        json.put("text", text());
        return json;
    }

    /** Returns it for people, in one line. */
    String text() {
        String what = "Gateway " + home + ": " + subject + name.map(each -> " " + each).orElse("");
        return what
                + (good ? " is well again (" : " is ")
                + state.replace('_', ' ')
                + (good ? ")" : "")
                + error.map(why -> ": " + why).orElse("")
                + (good || error.isPresent() ? "" : ".");
    }
}
