package dev.gateway.sim.telegram;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All chats of all bots. Guarded by the platform's lock. */
final class Chats {

    private static final long FIRST_USER = 1_000_001;
    private static final long FIRST_GROUP = -2_000_001;
    private static final long FIRST_SUPERGROUP = -1_001_000_000_001L;

    private final Map<String, Long> users = new LinkedHashMap<>();
    private final Map<Bot, Map<Long, Chat>> chats = new HashMap<>();
    private final Map<String, Chat> groups = new HashMap<>();
    private int supergroups;

    long user(String name) {
        return users.computeIfAbsent(name, key -> FIRST_USER + users.size());
    }

    Chat privateChat(Bot bot, String name) {
        long id = user(name);
        return of(bot).computeIfAbsent(id, key -> new Chat(bot, id, "private", name));
    }

    Chat group(Bot bot, String title) {
        return groups.computeIfAbsent(
                bot.id() + title,
                key -> add(new Chat(bot, FIRST_GROUP - groups.size(), "group", title)));
    }

    Chat supergroup(Bot bot, String title) {
        return groups.computeIfAbsent(bot.id() + title, key -> add(newSupergroup(bot, title)));
    }

    /** The group becomes a supergroup with another id, as it does when it grows. */
    Chat upgrade(Chat group, String title) {
        Chat supergroup = add(newSupergroup(group.bot(), title));
        group.migrateTo(supergroup.id());
        groups.put(group.bot().id() + title, supergroup);
        return supergroup;
    }

    private Chat newSupergroup(Bot bot, String title) {
        return new Chat(bot, FIRST_SUPERGROUP - supergroups++, "supergroup", title);
    }

    private Chat add(Chat chat) {
        of(chat.bot()).put(chat.id(), chat);
        return chat;
    }

    /** By number or, for a private chat, by {@code @name}. */
    Optional<Chat> find(Bot bot, String chatId) {
        if (chatId.startsWith("@")) {
            return Optional.ofNullable(users.get(chatId.substring(1))).map(id -> of(bot).get(id));
        }
        return chatId.matches("-?\\d{1,18}")
                ? Optional.ofNullable(of(bot).get(Long.parseLong(chatId)))
                : Optional.empty();
    }

    private Map<Long, Chat> of(Bot bot) {
        return chats.computeIfAbsent(bot, key -> new LinkedHashMap<>());
    }
}
