package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Which updates a bot wants. Remembered from call to call until it says otherwise. */
final class AllowedUpdates {

    private static final Set<String> OPTED_IN_ONLY =
            Set.of("chat_member", "message_reaction", "message_reaction_count");

    private Set<String> wanted = Set.of();

    /** Takes over what a call says; one that says nothing changes nothing. */
    void change(MethodArguments arguments) {
        JsonNode list = arguments.json("allowed_updates");
        if (!list.isArray()) {
            return;
        }
        Set<String> named = new HashSet<>();
        list.forEach(type -> named.add(type.asText()));
        wanted = named;
    }

    /** An empty list stands for all types but those that have to be asked for. */
    boolean allow(String type) {
        return wanted.isEmpty() ? !OPTED_IN_ONLY.contains(type) : wanted.contains(type);
    }
}
