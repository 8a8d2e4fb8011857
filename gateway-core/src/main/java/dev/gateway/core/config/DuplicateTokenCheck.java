package dev.gateway.core.config;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.YamlEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Check that no two enabled accounts of one type poll with the same token. */
final class DuplicateTokenCheck {

    private final Function<PlatformConfig, Secret> tokens;
    private final Diagnostics diagnostics;
    private final Map<String, Map<Secret, YamlEntry>> seen = new HashMap<>();

    /**
     * Creates a check; {@code tokens} returns the credential that only one process may use at a
     * time, or null if there is none.
     */
    DuplicateTokenCheck(Function<PlatformConfig, Secret> tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
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
        try {
            token = tokens.apply(platform);
        } catch (RuntimeException e) {
            // The exception's message may hold the token.
            diagnostics.problem(
                    entry,
                    "the adapter for " + platform.type() + " failed: " + e.getClass().getName(),
                    "set enabled: false, and report this to the author of the adapter");
            return;
        }
        if (token == null) {
            return;
        }
        YamlEntry first =
                seen.computeIfAbsent(platform.type(), type -> new HashMap<>())
                        .putIfAbsent(token, entry);
        if (first != null) {
            diagnostics.problem(
                    entry,
                    "has the same token as " + first.path() + " in line " + first.line(),
                    "one token serves one account: remove or disable one of the two");
        }
    }
}
