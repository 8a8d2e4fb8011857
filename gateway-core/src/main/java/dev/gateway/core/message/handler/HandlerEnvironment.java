package dev.gateway.core.message.handler;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which variables of the gateway a handler process gets: those that any program needs to find its
 * way, and those that the config names. Ours hold the bots' tokens, and whatever else somebody put
 * there for other programs.
 */
public final class HandlerEnvironment {

    private static final Set<String> USUAL =
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
    private static final Set<String> FAMILIES = Set.of("LC_", "XDG_");

    private HandlerEnvironment() {}

    /** Removes from {@code environment} what is not for the handler. */
    public static void restrict(Map<String, String> environment, Collection<String> named) {
        environment.keySet().removeIf(name -> !named.contains(name) && !isUsual(name));
    }

    private static boolean isUsual(String name) {
        return USUAL.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
    }
}
