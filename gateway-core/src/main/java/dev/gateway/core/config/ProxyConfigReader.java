package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.ResolvedValue;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.util.Optional;
import java.util.function.Function;

/** Reader of the key {@code proxy}. Never repeats its value, which can hold a password. */
final class ProxyConfigReader {

    static final String KEY = "proxy";

    private static final String REMEDY =
            "write environment, direct, http://host:port or socks5://host:port";

    private final ValueReader values;
    private final Function<String, String> environment;
    private final Diagnostics diagnostics;

    ProxyConfigReader(
            ValueReader values, Function<String, String> environment, Diagnostics diagnostics) {
        this.values = values;
        this.environment = environment;
        this.diagnostics = diagnostics;
    }

    /** Returns the policy that {@code mapping} sets; empty if it is absent or was reported. */
    Optional<ProxyPolicy> read(YamlMapping mapping, boolean resolve) {
        return mapping.entry(KEY).flatMap(entry -> read(entry, resolve));
    }

    private Optional<ProxyPolicy> read(YamlEntry entry, boolean resolve) {
        Optional<ResolvedValue> value = values.scalar(entry, "a proxy", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            ProxyPolicy policy = ProxyPolicy.parse(value.get().text(), entry.path(), environment);
            if (value.get().literal()
                    && policy instanceof ProxyPolicy.Fixed fixed
                    && !fixed.server().password().reveal().isEmpty()) {
                diagnostics.literalSecret();
            }
            return Optional.of(policy);
        } catch (ProxyServer.InvalidProxyException e) {
            diagnostics.problem(entry, e.getMessage(), REMEDY);
            return Optional.empty();
        }
    }

    /** Returns the environment's proxy, for an account that names none. */
    ProxyPolicy fromEnvironment(YamlEntry account, boolean enabled) {
        return enabled ? fromEnvironment(account.line(), account.path()) : ProxyPolicy.DIRECT;
    }

    /** Returns the environment's proxy, for what the file has at this place. */
    ProxyPolicy fromEnvironment(int line, String path) {
        try {
            return ProxyPolicy.parse(ProxyPolicy.ENVIRONMENT, KEY, environment);
        } catch (ProxyServer.InvalidProxyException e) {
            diagnostics.problem(
                    ConfigProblem.at(
                            line,
                            path,
                            e.getMessage(),
                            "correct the variable, or set gateway.proxy or proxy here"));
            return ProxyPolicy.DIRECT;
        }
    }
}
