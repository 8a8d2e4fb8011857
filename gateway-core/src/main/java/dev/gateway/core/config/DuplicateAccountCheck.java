package dev.gateway.core.config;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.YamlEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Check that no two enabled accounts of one type poll with the same token, or as the same bot with
 * two tokens.
 */
final class DuplicateAccountCheck {

    private final Function<PlatformConfig, Secret> tokens;
    private final Function<PlatformConfig, Optional<String>> identities;
    private final Diagnostics diagnostics;
    private final Map<String, Map<Secret, YamlEntry>> seen = new HashMap<>();
    private final Map<String, Map<String, YamlEntry>> known = new HashMap<>();

    /**
     * Creates a check.
     *
     * @param tokens returns the credential that only one process may use at a time, or null if
     *     there is none
     * @param identities returns the platform's own id of an account, if the settings contain it
     */
    DuplicateAccountCheck(
            Function<PlatformConfig, Secret> tokens,
            Function<PlatformConfig, Optional<String>> identities,
            Diagnostics diagnostics) {
        this.tokens = tokens;
        this.identities = identities;
        this.diagnostics = diagnostics;
    }

    /**
     * Returns the credential for types without a rule of their own: {@code token}, else {@code
     * app_id}.
     */
    static Secret defaultToken(PlatformConfig platform) {
        for (String key : new String[] {"token", "app_id"}) {
            Object value = platform.options().asMap().get(key);
            if (value instanceof Secret secret) {
                return secret;
            }
            if (value instanceof String text) {
                return Secret.of(text);
            }
        }
        return null;
    }

    void check(YamlEntry entry, PlatformConfig platform) {
        if (!platform.enabled()) {
            return;
        }
        Secret token;
        Optional<String> identity;
        try {
            token = tokens.apply(platform);
            identity = identities.apply(platform).filter(id -> !id.isBlank());
        } catch (RuntimeException e) {
            // The exception's message may hold the token.
            diagnostics.problem(
                    entry,
                    "the adapter for " + platform.type() + " failed: " + e.getClass().getName(),
                    "set enabled: false, and report this to the author of the adapter");
            return;
        }
        if (token != null) {
            YamlEntry first = first(seen, platform, token, entry);
            if (first != null) {
                report(entry, "has the same token as ", first);
                return;
            }
        }
        if (identity.isPresent()) {
            YamlEntry first = first(known, platform, identity.get(), entry);
            if (first != null) {
                report(entry, "is the same bot, with another token, as ", first);
            }
        }
    }

    private static <T> YamlEntry first(
            Map<String, Map<T, YamlEntry>> all, PlatformConfig platform, T key, YamlEntry entry) {
        return all.computeIfAbsent(platform.type(), type -> new HashMap<>())
                .putIfAbsent(key, entry);
    }

    private void report(YamlEntry entry, String what, YamlEntry first) {
        diagnostics.problem(
                entry,
                what + first.path() + " in line " + first.line(),
                "one token serves one account: remove or disable one of the two");
    }
}
