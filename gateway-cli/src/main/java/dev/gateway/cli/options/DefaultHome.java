package dev.gateway.cli.options;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The default home of a gateway: {@code ~/.gateway}, with {@code ~} as a shell expands it. The
 * token locks are elsewhere on purpose: in the home of the user database, which no variable moves.
 */
public final class DefaultHome {

    private DefaultHome() {}

    /**
     * Returns the default home.
     *
     * @param environment the value of a variable, or null
     */
    public static Path of(UnaryOperator<String> environment) {
        return Path.of(userHome(environment), ".gateway");
    }

    /** Returns the folder that a shell expands {@code ~} to. */
    static String userHome(UnaryOperator<String> environment) {
        String home = environment.apply("HOME");
        boolean usable = home != null && home.startsWith("/");
        return usable ? home : System.getProperty("user.home");
    }
}
