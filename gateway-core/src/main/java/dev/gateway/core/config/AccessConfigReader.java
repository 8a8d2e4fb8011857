package dev.gateway.core.config;

import dev.gateway.core.config.AccessPolicy.Bots;
import dev.gateway.core.config.AccessPolicy.Direct;
import dev.gateway.core.config.AccessPolicy.Group;
import dev.gateway.core.config.AccessPolicy.GroupRule;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.MessageRedactor;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reader of the keys of an account that say who may talk to it, and when it keeps quiet. */
final class AccessConfigReader {

    static final String DM_POLICY = "dm_policy";
    static final String ALLOW_FROM = "allow_from";
    static final String GROUP_POLICY = "group_policy";
    static final String REQUIRE_MENTION = "require_mention";
    static final String GROUPS = "groups";
    static final String RESPOND_TO_ALL = "respond_to_all";
    static final String BOTS = "bots";

    /** The keys, in the order in which they are shown. */
    static final List<String> KEYS =
            List.of(
                    DM_POLICY,
                    ALLOW_FROM,
                    GROUP_POLICY,
                    REQUIRE_MENTION,
                    GROUPS,
                    RESPOND_TO_ALL,
                    BOTS);

    private static final AccessPolicy DEFAULT = AccessPolicy.CLOSED;
    private static final String EVERY_SENDER = "*";
    private static final String GROUPS_EXAMPLE =
            "write for instance groups: {\"-100123\": {require_mention: false}}";

    private final ValueReader values;
    private final Diagnostics diagnostics;

    AccessConfigReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /** Returns the policy of an account; keys that are absent or were reported have defaults. */
    AccessPolicy read(YamlMapping account, boolean active) {
        Optional<Direct> direct =
                word(account, DM_POLICY, Direct.values(), Direct::wireName, active);
        Optional<Group> group =
                word(account, GROUP_POLICY, Group.values(), Group::wireName, active);
        if (active && direct.filter(Direct.OPEN::equals).isPresent()) {
            advise(
                    account,
                    DM_POLICY,
                    "is open: each person who finds the bot can talk to it",
                    "write pairing or allowlist, unless you mean that");
        }
        if (active && group.filter(Group.OPEN::equals).isPresent()) {
            advise(
                    account,
                    GROUP_POLICY,
                    "is open: each person who adds the bot to a group can talk to it",
                    "write allowlist and name the groups in 'groups', unless you mean that");
        }
        return new AccessPolicy(
                direct.orElse(DEFAULT.direct()),
                senders(account, active),
                group.orElse(DEFAULT.group()),
                flag(account, REQUIRE_MENTION, active).orElse(DEFAULT.requireMention()),
                groups(account, active),
                flag(account, RESPOND_TO_ALL, active).orElse(DEFAULT.respondToAll()),
                word(account, BOTS, Bots.values(), Bots::wireName, active).orElse(DEFAULT.bots()));
    }

    private void advise(YamlMapping account, String key, String message, String remedy) {
        account.entry(key).ifPresent(entry -> diagnostics.advice(entry, message, remedy));
    }

    private Optional<Boolean> flag(YamlMapping mapping, String key, boolean active) {
        return mapping.entry(key).flatMap(entry -> values.flag(entry, active));
    }

    private <T> Optional<T> word(
            YamlMapping mapping, String key, T[] known, Function<T, String> name, boolean active) {
        List<String> words = Arrays.stream(known).map(name).toList();
        return mapping.entry(key)
                .flatMap(entry -> values.word(entry, words, active))
                .map(word -> known[words.indexOf(word)]);
    }

    private Set<String> senders(YamlMapping account, boolean active) {
        Optional<YamlEntry> entry = account.entry(ALLOW_FROM);
        List<String> ids = entry.flatMap(one -> values.textList(one, active)).orElseGet(List::of);
        if (ids.contains(EVERY_SENDER)) {
            diagnostics.problem(
                    entry.get(),
                    "'*' is no id of a sender",
                    "write dm_policy: open to let all senders talk");
        }
        if (ids.stream().anyMatch(id -> id.isBlank() || !id.equals(id.strip()))) {
            diagnostics.problem(
                    entry.get(),
                    "holds an id that is empty or has blanks around it",
                    "remove them");
        }
        return Set.copyOf(ids);
    }

    private Map<String, GroupRule> groups(YamlMapping account, boolean active) {
        Map<String, GroupRule> rules = new HashMap<>();
        Optional<YamlEntry> entry = account.entry(GROUPS);
        if (entry.isEmpty()) {
            return rules;
        }
        if (entry.get().isEmpty()) {
            diagnostics.problem(entry.get(), "has no value", GROUPS_EXAMPLE);
            return rules;
        }
        YamlMapping groups =
                YamlMapping.of(entry.get(), diagnostics, GROUPS_EXAMPLE, AccessConfigReader::shown);
        for (YamlEntry group : groups.entries()) {
            YamlMapping settings =
                    YamlMapping.of(
                            group, diagnostics, "write for instance {require_mention: false}");
            settings.reportUnknown(List.of(REQUIRE_MENTION), Map.of());
            rules.put(group.key(), new GroupRule(flag(settings, REQUIRE_MENTION, active)));
        }
        return rules;
    }

    private static String shown(String group) {
        return MessageRedactor.isName(group) ? group : "(unreadable group)";
    }
}
