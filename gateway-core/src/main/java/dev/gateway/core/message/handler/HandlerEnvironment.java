package dev.gateway.core.message.handler;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The filter of environment variables for a handler process: it gets those that every program
 * needs, and those that the config names. The gateway's own environment contains the bots' tokens,
 * and other programs' secrets.
 */
public final class HandlerEnvironment {

    private static final Set<String> DEFAULT_NAMES =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "LANG",
                    "LANGUAGE",
                    "TZ",
                    "TMPDIR",
                    "TERM",
                    "JAVA_HOME");
    private static final Set<String> DEFAULT_PREFIXES = Set.of("LC_", "XDG_");

    private HandlerEnvironment() {}

    /** Removes from {@code environment} all variables that the handler must not get. */
    public static void restrict(Map<String, String> environment, Collection<String> named) {
        environment.keySet().removeIf(name -> !named.contains(name) && !isDefault(name));
    }

    private static boolean isDefault(String name) {
        return DEFAULT_NAMES.contains(name) || DEFAULT_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
