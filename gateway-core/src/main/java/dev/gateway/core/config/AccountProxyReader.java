package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.core.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reader of the proxy that a config file sets for one account. It reads nothing else of the file,
 * which may still lack the account and its token.
 */
public final class AccountProxyReader {

    private static final String CHECK = "see: gateway config check";

    private final Function<String, String> environment;

    /**
     * Creates a reader.
     *
     * @param environment returns the value of a variable, or null if it is not set
     */
    public AccountProxyReader(Function<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Returns the account's own proxy, else the one of all accounts; empty if neither is set or
     * there is no such file.
     *
     * @param account the name below {@code platforms:}, which need not be there
     * @throws InvalidConfigException if it cannot be told which proxy is set
     */
    public Optional<ProxyPolicy> read(Path file, String account) throws InvalidConfigException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.notExists(file) || folder != null && Files.isRegularFile(folder)) {
            return Optional.empty();
        }
        String text = ConfigLoader.text(file);
        if (text.isBlank()) {
            return Optional.empty();
        }
        YamlDocument document = YamlDocument.of(file, text, ConfigLoader.TOP, environment);
        var proxies = new ProxyConfigReader(document.values(), environment, document.findings());
        YamlMapping own = document.root().section("platforms", CHECK).section(account, CHECK);
        Optional<ProxyPolicy> found = proxies.read(own, true);
        document.check();
        if (found.isEmpty()) {
            found = proxies.read(document.root().section("gateway", CHECK), true);
            document.check();
        }
        return found;
    }
}
