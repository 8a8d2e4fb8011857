package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mentions of a message. Place-holders such as {@code @_user_1} in its text become {@code
 * @name}; the bot's own mention is removed, because it addresses the bot and is no content.
 */
final class MentionResolver {

    private static final Pattern PLACE_HOLDER = Pattern.compile("@_(?:user_\\d+|all\\b)(\\h?)");
    private static final Pattern ALL_MEMBERS =
            Pattern.compile("@_all\\b|\"user_id\"\\s*:\\s*\"(?:all|all_members)\"");
    private static final String ALL = "@_all";

    private final Map<String, String> names = new HashMap<>();
    private boolean own;
    private boolean all;

    /**
     * Reads {@code message.mentions} of an event, or those of a message that was asked for.
     *
     * @param bot the bot's own open_id; if it is unknown, every mention marked as a bot counts as
     *     the bot
     */
    MentionResolver(JsonNode mentions, Optional<String> bot) {
        names.put(ALL, "@all");
        for (JsonNode mention : mentions) {
            String key = mention.path("key").asText();
            if (key.equals(ALL)) {
                all = true;
                continue;
            }
            JsonNode id = mention.path("id");
            String openId = id.isTextual() ? id.asText() : id.path("open_id").asText();
            boolean self =
                    bot.map(openId::equals)
                            .orElseGet(() -> mention.path("mentioned_type").asText().equals("bot"));
            own |= self;
            String name = mention.path("name").asText(openId);
            names.put(key, self ? "" : "@" + name);
        }
    }

    /** Returns a resolver of a text without mentions. */
    static MentionResolver none() {
        return new MentionResolver(MissingNode.getInstance(), Optional.of(""));
    }

    /** Returns whether the bot itself is mentioned. */
    boolean includeBot() {
        return own;
    }

    /**
     * Returns whether all members are mentioned. The list of mentions often lacks it, so that only
     * the content tells.
     */
    boolean includeAll(String content) {
        return all || ALL_MEMBERS.matcher(content).find();
    }

    /** Returns a whole text with its mentions resolved. */
    String resolve(String text) {
        return resolvePiece(text).strip();
    }

    /** Returns a piece of a text with its mentions resolved and its surrounding space kept. */
    String resolvePiece(String text) {
        return PLACE_HOLDER.matcher(text).replaceAll(this::shown);
    }

    private String shown(MatchResult match) {
        String space = match.group(1);
        String key = match.group().substring(0, match.group().length() - space.length());
        String name = names.getOrDefault(key, key);
        return Matcher.quoteReplacement(name.isEmpty() ? "" : name + space);
    }

    /** Returns the name of a place-holder, or empty for the bot itself. */
    Optional<String> name(String key) {
        return Optional.ofNullable(names.get(key));
    }
}
