package dev.gateway.core.config;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.SpellingSuggestion;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reader of {@code gateway.notify}: a command, an address, or an account with a conversation. */
final class NotifyConfigReader {

    static final String COMMAND = "command";
    static final String URL = "url";
    static final String PLATFORM = "platform";
    static final String TO = "to";

    private static final String EXAMPLE =
            "write notify: {command: [program]}, {url: \"https://…\"} or {platform: NAME, to:"
                    + " CONVERSATION}";

    private final ValueReader values;
    private final ServiceProxyReader proxies;
    private final Diagnostics diagnostics;

    NotifyConfigReader(ValueReader values, ServiceProxyReader proxies, Diagnostics diagnostics) {
        this.values = values;
        this.proxies = proxies;
        this.diagnostics = diagnostics;
    }

    /** Returns the recipient; empty if none is configured or a problem was reported. */
    Optional<NotifyConfig> read(YamlMapping notify, Set<String> platforms) {
        if (notify.entries().isEmpty()) {
            return Optional.empty();
        }
        notify.reportUnknown(List.of(COMMAND, URL, PLATFORM, TO, ProxyConfigReader.KEY), Map.of());
        Optional<YamlEntry> command = notify.entry(COMMAND);
        Optional<YamlEntry> url = notify.entry(URL);
        Optional<YamlEntry> platform = notify.entry(PLATFORM);
        long ways = List.of(command, url, platform).stream().filter(Optional::isPresent).count();
        if (ways != 1) {
            notify.missing(
                    ways == 0 ? COMMAND : URL,
                    ways == 0 ? "missing" : "notify has more than one way to tell",
                    EXAMPLE);
            return Optional.empty();
        }
        if (platform.isEmpty() && notify.entry(TO).isPresent()) {
            diagnostics.problem(notify.entry(TO).get(), "belongs to a platform", EXAMPLE);
        }
        Optional<YamlEntry> proxy = notify.entry(ProxyConfigReader.KEY);
        if (url.isEmpty() && proxy.isPresent()) {
            diagnostics.problem(proxy.get(), "belongs to a url", EXAMPLE);
        }
        if (command.isPresent()) {
            return values.textList(command.get(), true)
                    .filter(words -> isCommand(command.get(), words))
                    .map(NotifyConfig.Command::new);
        }
        if (url.isPresent()) {
            return values.webAddress(url.get(), true)
                    .map(uri -> new NotifyConfig.Url(uri, proxies.read(notify)));
        }
        return platform(notify, platform.get(), platforms);
    }

    private boolean isCommand(YamlEntry entry, List<String> words) {
        if (words.isEmpty() || words.get(0).isBlank()) {
            diagnostics.problem(entry, "names no program", "write command: [program, argument]");
            return false;
        }
        return true;
    }

    private Optional<NotifyConfig> platform(
            YamlMapping notify, YamlEntry entry, Set<String> platforms) {
        Optional<String> name = values.text(entry, true);
        Optional<YamlEntry> to = notify.entry(TO);
        if (to.isEmpty()) {
            notify.missing(TO, "missing", "name the conversation, as 'gateway send --to' takes it");
            return Optional.empty();
        }
        Optional<String> conversation = values.text(to.get(), true);
        if (name.isPresent() && !platforms.contains(name.get())) {
            diagnostics.problem(
                    entry,
                    "no enabled platform of that name",
                    SpellingSuggestion.among(name.get(), platforms)
                            .map(nearest -> "did you mean '" + nearest + "'?")
                            .orElse("name one of those below platforms"));
            return Optional.empty();
        }
        return name.isEmpty() || conversation.isEmpty()
                ? Optional.empty()
                : Optional.of(new NotifyConfig.Platform(name.get(), conversation.get()));
    }
}
