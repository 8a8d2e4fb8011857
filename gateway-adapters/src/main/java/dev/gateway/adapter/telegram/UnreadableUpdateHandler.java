package dev.gateway.adapter.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.core.json.PartialJson;
import dev.gateway.core.platform.PlatformContext;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handling of a poll's response that cannot be read as a whole. Because it is not confirmed,
 * the server would repeat it for ever and everything after it would wait.
 *
 * <p>A response that exceeds the bounds does so every time, so its readable rest is taken at once.
 * A malformed or truncated one may have been damaged in transit: updates are requested one by one,
 * so that the others pass, and an update that is unreadable several times in a row is left out and
 * logged. Not thread-safe.
 */
final class UnreadableUpdateHandler {

    /** The number of attempts in a row; meanwhile the pauses between polls grow to many seconds. */
    private static final int TRIES = 6;

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableUpdateHandler.class);

    private static final Pattern FIRST_ID =
            Pattern.compile(
                    "\\s*\\{\\s*\"ok\"\\s*:\\s*true\\s*,\\s*\"result\"\\s*:\\s*\\[\\s*\\{"
                            + "\\s*\"update_id\"\\s*:\\s*([0-9]{1,15})\\s*,");

    /** The length of the beginning that is searched for the first id. */
    private static final int BEGINNING = 1_000;

    private final PlatformContext context;
    private boolean oneByOne;
    private String unread = "";
    private int tries;

    UnreadableUpdateHandler(PlatformContext context) {
        this.context = context;
    }

    /** Returns whether to request only one update. */
    boolean oneByOne() {
        return oneByOne;
    }

    /** Records that a response was too large. */
    void onTooLarge() {
        oneByOne = true;
    }

    /** Records that a response was read as a whole. */
    void onReadable(JsonNode updates) {
        tries = 0;
        if (updates.isEmpty()) {
            // All waiting updates have arrived.
            oneByOne = false;
        }
    }

    /**
     * Returns the updates to process of an unreadable response; empty if it is to be requested
     * again.
     */
    Optional<JsonNode> salvage(byte[] answer) {
        Optional<JsonNode> readable =
                PartialJson.of(answer)
                        .map(PartialJson.Part::tree)
                        .filter(tree -> tree.path("ok").asBoolean())
                        .map(tree -> tree.path("result"))
                        .filter(updates -> updates.path(0).path("update_id").isIntegralNumber());
        if (readable.isPresent() && breaksBounds(answer)) {
            return readable.map(updates -> reported(updates, answer.length));
        }
        boolean alone = oneByOne;
        oneByOne = true;
        String id = readable.map(u -> u.path(0).path("update_id").asText()).orElse(firstId(answer));
        tries = id.equals(unread) ? tries + 1 : 1;
        unread = id;
        if (!alone || id.isEmpty() || tries < TRIES) {
            return Optional.empty();
        }
        tries = 0;
        return Optional.of(reported(readable.orElseGet(() -> onlyId(id)), answer.length));
    }

    private JsonNode reported(JsonNode updates, int bytes) {
        String first = updates.path(0).path("update_id").asText();
        String last = updates.path(updates.size() - 1).path("update_id").asText();
        String which = first.equals(last) ? "update " + first : "updates " + first + " to " + last;
        String what = which + ", " + bytes + " bytes: read in part, what cannot be read left out";
        LOG.error("{}: {}", context.platform(), what);
        context.unreadable(what);
        return updates;
    }

    private static JsonNode onlyId(String id) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nodes.arrayNode().add(nodes.objectNode().put("update_id", Long.parseLong(id)));
    }

    private static String firstId(byte[] answer) {
        String beginning = new String(answer, 0, Math.min(answer.length, BEGINNING), UTF_8);
        Matcher matcher = FIRST_ID.matcher(beginning);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    private static boolean breaksBounds(byte[] answer) {
        try {
            TelegramJson.MAPPER.readTree(answer);
            return false;
        } catch (StreamConstraintsException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
