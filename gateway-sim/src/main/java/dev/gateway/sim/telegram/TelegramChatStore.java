package dev.gateway.sim.telegram;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chats of all bots. Guarded by the platform's lock. */
final class TelegramChatStore {

    private static final long FIRST_USER = 1_000_001;
    private static final long FIRST_GROUP = -2_000_001;
    private static final long FIRST_SUPERGROUP = -1_001_000_000_001L;

    private final Map<String, Long> users = new LinkedHashMap<>();
    private final Map<TelegramBot, Map<Long, TelegramChat>> chats = new HashMap<>();
    private final Map<String, TelegramChat> groups = new HashMap<>();
    private int supergroups;

    long user(String name) {
        return users.computeIfAbsent(name, key -> FIRST_USER + users.size());
    }

    /** Returns the name of a person. */
    Optional<String> nameOf(long id) {
        return users.entrySet().stream()
                .filter(user -> user.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    TelegramChat privateChat(TelegramBot bot, String name) {
        long id = user(name);
        return of(bot).computeIfAbsent(id, key -> new TelegramChat(bot, id, "private", name));
    }

    TelegramChat group(TelegramBot bot, String title) {
        return groups.computeIfAbsent(
                bot.id() + title,
                key -> add(new TelegramChat(bot, FIRST_GROUP - groups.size(), "group", title)));
    }

    TelegramChat supergroup(TelegramBot bot, String title) {
        return groups.computeIfAbsent(bot.id() + title, key -> add(newSupergroup(bot, title)));
    }

    /** Returns a group of several bots, which see each other; that of the first bot. */
    TelegramChat sharedGroup(List<TelegramBot> bots, String title) {
        String key = bots.get(0).id() + title;
        if (!groups.containsKey(key)) {
            long id = FIRST_GROUP - groups.size();
            List<TelegramChat> views =
                    bots.stream().map(bot -> new TelegramChat(bot, id, "group", title)).toList();
            for (TelegramChat view : views) {
                view.share(views);
                groups.put(view.bot().id() + title, add(view));
            }
        }
        return groups.get(key);
    }

    /** Turns a group into a supergroup with another id, as happens when a group grows. */
    TelegramChat upgrade(TelegramChat group, String title) {
        TelegramChat supergroup = add(newSupergroup(group.bot(), title));
        group.migrateTo(supergroup.id());
        groups.put(group.bot().id() + title, supergroup);
        return supergroup;
    }

    private TelegramChat newSupergroup(TelegramBot bot, String title) {
        return new TelegramChat(bot, FIRST_SUPERGROUP - supergroups++, "supergroup", title);
    }

    private TelegramChat add(TelegramChat chat) {
        of(chat.bot()).put(chat.id(), chat);
        return chat;
    }

    /** Finds a chat by number or, for a private chat, by {@code @name}. */
    Optional<TelegramChat> find(TelegramBot bot, String chatId) {
        if (chatId.startsWith("@")) {
            return Optional.ofNullable(users.get(chatId.substring(1))).map(id -> of(bot).get(id));
        }
        return chatId.matches("-?\\d{1,18}")
                ? Optional.ofNullable(of(bot).get(Long.parseLong(chatId)))
                : Optional.empty();
    }

    private Map<Long, TelegramChat> of(TelegramBot bot) {
        return chats.computeIfAbsent(bot, key -> new LinkedHashMap<>());
    }
}
