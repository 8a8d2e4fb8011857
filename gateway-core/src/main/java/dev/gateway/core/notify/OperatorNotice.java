package dev.gateway.core.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One notice to the operator.
 *
 * @param at the time of the change
 * @param home the home of the gateway
 * @param subject the subject: {@code gateway}, {@code handler} or {@code platform}
 * @param name the name of the platform; empty for other subjects
 * @param good whether the state is good again
 * @param state the state of the subject
 * @param error the reason, if known
 */
public record OperatorNotice(
        Instant at,
        String home,
        String subject,
        Optional<String> name,
        boolean good,
        String state,
        Optional<String> error) {

    /** Returns the notice as JSON, for programs. */
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

    /** Returns the notice as one line of text, for people. */
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
