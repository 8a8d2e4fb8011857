package dev.gateway.cli.cluster;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The enabled accounts in the config of this home.
 *
 * @param names their names by identity, in the order of the file
 */
public record OwnAccounts(Map<AccountId, String> names) {

    static final OwnAccounts NONE = new OwnAccounts(Map.of());

    /**
     * Reads the config.
     *
     * @throws InvalidConfigException with every problem
     */
    static OwnAccounts read(CommandContext context, GlobalOptions global)
            throws InvalidConfigException {
        InstalledPlatforms installed = context.platforms(global.home());
        return of(
                installed.configLoader().load(global.configFile()).platforms().values(), installed);
    }

    /** Returns the enabled ones of the accounts of a valid config. */
    public static OwnAccounts of(
            Collection<PlatformConfig> accounts, InstalledPlatforms installed) {
        Map<AccountId, String> names = new LinkedHashMap<>();
        for (PlatformConfig account : accounts) {
            if (account.enabled()) {
                names.put(
                        AccountId.of(
                                account.type(),
                                installed.factories().get(account.type()).identity(account),
                                account.name()),
                        account.name());
            }
        }
        return new OwnAccounts(names);
    }

    /** Returns the identity of the account with that name. */
    Optional<AccountId> named(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
