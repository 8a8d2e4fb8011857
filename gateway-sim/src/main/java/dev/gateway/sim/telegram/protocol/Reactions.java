package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reactions of a bot to a message: at most one, of a fixed list of emoji. */
public final class Reactions {

    private static final Set<String> EMOJI =
            Stream.of(
                            "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳"
                                    + " ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴"
                                    + " 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅"
                                    + " 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡")
                    .flatMap(all -> Stream.of(all.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());

    private Reactions() {}

    /** Returns the emoji of a call; none removes the reaction. */
    public static List<String> of(MethodArguments arguments) throws TelegramException {
        JsonNode reactions = arguments.json("reaction");
        if (arguments.text("reaction").isPresent() && !reactions.isArray()) {
            throw TelegramException.badRequest("can't parse reaction types JSON object");
        }
        if (reactions.size() > 1) {
            throw TelegramException.badRequest("REACTIONS_TOO_MANY");
        }
        for (JsonNode reaction : reactions) {
            String type = reaction.path("type").asText("");
            String emoji = reaction.path("emoji").asText("").replace("\uFE0F", "");
            if (!type.equals("emoji") || !EMOJI.contains(emoji)) {
                throw TelegramException.badRequest("REACTION_INVALID");
            }
        }
        return Stream.of(reactions)
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream)
                .map(reaction -> reaction.path("emoji").asText())
                .toList();
    }
}
