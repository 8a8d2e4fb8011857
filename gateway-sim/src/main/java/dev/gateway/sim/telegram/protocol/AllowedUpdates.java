package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** The types of updates that a bot wants. They apply until a call changes them. */
public final class AllowedUpdates {

    private static final Set<String> OPTED_IN_ONLY =
            Set.of("chat_member", "message_reaction", "message_reaction_count");

    private Set<String> wanted = Set.of();

    /** Takes the types from a call; a call without them changes nothing. */
    public void change(MethodArguments arguments) {
        JsonNode list = arguments.json("allowed_updates");
        if (!list.isArray()) {
            return;
        }
        Set<String> named = new HashSet<>();
        list.forEach(type -> named.add(type.asText()));
        wanted = named;
    }

    /**
     * Returns true if an update of this type is wanted. An empty list means all types except those
     * that must be requested explicitly.
     */
    public boolean allow(String type) {
        return wanted.isEmpty() ? !OPTED_IN_ONLY.contains(type) : wanted.contains(type);
    }
}
