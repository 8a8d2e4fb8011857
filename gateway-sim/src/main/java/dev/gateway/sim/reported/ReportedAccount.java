package dev.gateway.sim.reported;

import dev.gateway.core.time.DurationFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One entry below {@code platforms:} of a config.yaml; for {@code type: stubborn} the wrapped
 * account.
 *
 * @param name the key of the entry
 * @param type weixin, telegram or feishu
 * @param base the address of the platform
 * @param token the token, or the app_id of Feishu
 * @param secret the app_secret of Feishu, else empty
 * @param disconnect the additional duration of its disconnect; {@link #NEVER} outlasts every time
 *     limit
 */
record ReportedAccount(
        String name, String type, URI base, String token, String secret, Duration disconnect) {

    static final Duration NEVER = Duration.ofDays(365);

    /** Reads all entries, in the order of the file. Values have to be literal. */
    static List<ReportedAccount> readAll(Path config) throws IOException {
        Map<?, ?> root =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(config));
        List<ReportedAccount> accounts = new ArrayList<>();
        if (root.get("platforms") instanceof Map<?, ?> platforms) {
            platforms.forEach(
                    (name, entry) -> accounts.add(account(name.toString(), (Map<?, ?>) entry)));
        }
        return accounts;
    }

    private static ReportedAccount account(String name, Map<?, ?> entry) {
        String type = text(entry, "type").orElse(name);
        return new ReportedAccount(
                name,
                type.equals("stubborn") ? text(entry, "inner").orElseThrow() : type,
                URI.create(text(entry, "base_url").orElseThrow()),
                text(entry, "token").or(() -> text(entry, "app_id")).orElseThrow(),
                text(entry, "app_secret").orElse(""),
                text(entry, "disconnect").map(ReportedAccount::duration).orElse(Duration.ZERO));
    }

    private static Duration duration(String text) {
        return text.equals("never") ? NEVER : DurationFormat.parse(text).orElseThrow();
    }

    private static Optional<String> text(Map<?, ?> entry, String key) {
        return Optional.ofNullable(entry.get(key)).map(Object::toString);
    }

    /** Returns the name of the platform, for instance {@code Weixin}. */
    String displayName() {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}
