package dev.gateway.core.config;

import java.util.Optional;
import java.util.function.Function;

/** Reads the key {@code proxy}. Never repeats its value, which can hold a password. */
final class ProxyReader {

    static final String KEY = "proxy";

    private static final String REMEDY =
            "write environment, direct, http://host:port or socks5://host:port";

    private final Values values;
    private final Function<String, String> environment;
    private final Findings findings;

    ProxyReader(Values values, Function<String, String> environment, Findings findings) {
        this.values = values;
        this.environment = environment;
        this.findings = findings;
    }

    /** The policy that the key of a section names; empty if it is absent or was reported. */
    Optional<ProxyPolicy> read(Section section, boolean resolve) {
        return section.entry(KEY).flatMap(entry -> read(entry, resolve));
    }

    private Optional<ProxyPolicy> read(Entry entry, boolean resolve) {
        Optional<Expanded> value = values.scalar(entry, "a proxy", resolve);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            ProxyPolicy policy = ProxyPolicy.parse(value.get().text(), entry.path(), environment);
            if (value.get().literal()
                    && policy instanceof ProxyPolicy.Fixed fixed
                    && !fixed.server().password().reveal().isEmpty()) {
                findings.literalSecret();
            }
            return Optional.of(policy);
        } catch (ProxyServer.InvalidProxyException e) {
            findings.problem(entry, e.getMessage(), REMEDY);
            return Optional.empty();
        }
    }

    /** What the environment says, for an account that names no proxy. */
    ProxyPolicy usual(Entry account, boolean enabled) {
        if (!enabled) {
            return ProxyPolicy.DIRECT;
        }
        try {
            return ProxyPolicy.parse(ProxyPolicy.ENVIRONMENT, KEY, environment);
        } catch (ProxyServer.InvalidProxyException e) {
            findings.problem(
                    account,
                    e.getMessage(),
                    "correct the variable, or set gateway.proxy or the account's proxy");
            return ProxyPolicy.DIRECT;
        }
    }
}
